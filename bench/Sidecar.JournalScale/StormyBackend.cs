using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Walk;
using Sidecar.Journal;

namespace Sidecar.JournalScale;

/// <summary>A backend that meets 429s, overloads and failures drawn by a seed, and the events that its own decisions record.</summary>
internal sealed class StormyBackend(string id, int seed)
{
    // Short rests, so that a month contains a million events; under any policy each rest leaves the same handful of them.
    private static readonly CooldownPolicy Policy = new()
    {
        Base = TimeSpan.FromSeconds(4),
        Max = TimeSpan.FromSeconds(60),
        FailuresToCool = 3
    };

    private readonly Random _random = new(seed);
    private readonly Backend _backend = new() { Id = id, Pool = "primary", BaseUrl = "https://upstream.example/v1" };
    private BackendState _state = BackendState.Fresh;
    private int _requests;

    public string PersistenceId => JournalIds.OfBackend(_backend.Id);

    /// <summary>How many events have been written.</summary>
    public long Events { get; set; }

    /// <summary>The state after those events.</summary>
    public BackendState Written { get; set; } = BackendState.Fresh;

    /// <summary>What one request at this instant leaves in the journal, if it is let through.</summary>
    public IReadOnlyList<IBackendEvent> Live(DateTimeOffset now)
    {
        var happened = new List<IBackendEvent>();
        Keep(happened, LeaseDecisions.Expire(_state, now));
        if (LeaseDecisions.Admit(_state, "m", isEmergency: false, now, out _) != LeaseRefusal.None)
            return happened;
        var cause = new Cause($"req-{_backend.Id}-{++_requests:x12}", 1);
        Keep(happened, LeaseDecisions.Leased(_state, "m", Policy, now, cause));
        var (verdict, status) = _random.Next(10) switch
        {
            < 4 => (AttemptVerdict.RateLimited, 429),
            4 => (AttemptVerdict.Overloaded, 503),
            5 => (AttemptVerdict.FailedAnswer, 500),
            _ => (AttemptVerdict.Success, 200),
        };
        var report = new AttemptReport("m", verdict, _state.Epoch, _random.Next(2) == 0 ? TimeSpan.FromSeconds(_random.Next(1, 8)) : null,
            cause with { Status = status });
        Keep(happened, CooldownDecisions.Decide(_state, report, _backend, Policy, now + TimeSpan.FromMilliseconds(_random.Next(900)),
            _random.NextDouble()));
        return happened;
    }

    private void Keep(List<IBackendEvent> happened, IReadOnlyList<IBackendEvent> events)
    {
        happened.AddRange(events);
        _state = events.Aggregate(_state, BackendStateFold.Apply);
    }
}
