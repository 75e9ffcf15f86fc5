using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Tests.Kit;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Tests.Cooldowns;

/// <summary>What an attempt's lease contained.</summary>
internal sealed record Leased(string Request, string Model, long Epoch, bool IsProbe);

/// <summary>The decisions of one backend, driven as its actor drives them, but without actor, clock or disk.</summary>
internal sealed class PureBackend(CooldownPolicy? policy = null, CooldownScope scope = CooldownScope.Backend)
{
    private readonly Backend _backend = Sample.Backend() with { CooldownScope = scope };
    private int _requests;

    public CooldownPolicy Policy { get; } = policy ?? new CooldownPolicy { Jitter = 0 };

    public DateTimeOffset Now { get; private set; } = Instants.Start;

    public BackendState State { get; private set; } = BackendState.Fresh;

    public List<IBackendEvent> Journal { get; } = [];

    /// <summary>Whether the cause of a rest carries the Retry-After that came with it.</summary>
    public bool NamesTimes { get; init; }

    public RestState Whole => State.Whole;

    /// <summary>Seconds from now to the end of the rest.</summary>
    public double RestsFor(string? model = null) => State.Rest(model).IsCoolingAt(Now) ? (State.Rest(model).Until - Now).TotalSeconds : 0;

    public void Advance(double seconds) => Now += TimeSpan.FromSeconds(seconds);

    public LeaseRefusal Ask(string model = "m", bool isEmergency = false) => LeaseDecisions.Admit(State, model, isEmergency, Now, out _);

    /// <summary>A lease if cooldowns allow one, otherwise null.</summary>
    public Leased? TryLease(string model = "m", bool isEmergency = false)
    {
        if (Ask(model, isEmergency) != LeaseRefusal.None)
            return null;
        var request = $"r{++_requests}";
        var events = LeaseDecisions.Leased(State, model, Policy, Now, new Cause(request, 1));
        Record(events);
        return new Leased(request, model, State.Epoch, events.Count > 0);
    }

    public Leased Lease(string model = "m", bool isEmergency = false) =>
        TryLease(model, isEmergency) ?? throw new InvalidOperationException($"no lease: {Ask(model, isEmergency)}");

    public IReadOnlyList<IBackendEvent> Report(Leased attempt, AttemptVerdict verdict, double? retryAfter = null, double chance = 0)
    {
        var cause = new Cause(attempt.Request, 1, RetryAfterMs: NamesTimes ? (long?)(retryAfter * 1000) : null);
        var report = new AttemptReport(attempt.Model, verdict, attempt.Epoch, Instants.Seconds(retryAfter), cause);
        return Record(CooldownDecisions.Decide(State, report, _backend, Policy, Now, chance));
    }

    /// <summary>Takes a lease and reports at once; takes an emergency lease where an ordinary one is refused.</summary>
    public IReadOnlyList<IBackendEvent> Meet(AttemptVerdict verdict, double? retryAfter = null, string model = "m", double chance = 0) =>
        Report(TryLease(model) ?? Lease(model, isEmergency: true), verdict, retryAfter, chance);

    public void Expire() => Record(LeaseDecisions.Expire(State, Now));

    /// <summary>Lets time pass until the rest is over.</summary>
    public void Rest() => Advance(RestsFor());

    private IReadOnlyList<IBackendEvent> Record(IReadOnlyList<IBackendEvent> events)
    {
        foreach (var @event in events)
            State = State.Apply(@event);
        Journal.AddRange(events);
        return events;
    }
}
