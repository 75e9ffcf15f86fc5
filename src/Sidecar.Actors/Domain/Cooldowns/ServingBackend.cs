using System.Diagnostics.CodeAnalysis;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Policies;

namespace Sidecar.Domain.Cooldowns;

/// <summary>One backend in service: its definition, rests and limits, and its decision about each fact that reaches it. It has one owner,
/// its actor or a replay.</summary>
/// <remarks>Decisions are returned as events and change nothing; <see cref="Apply"/> does. So a replay can compare a decision with the
/// recorded one and continue from the record.</remarks>
/// <param name="learned">What it learns about the upstream's limits; null if it learns nothing, or if that is read from a record.</param>
internal sealed class ServingBackend(
    Backend definition, CooldownPolicy cooldown, EmergencyPolicy emergency, BackendState state, LearnedScopes? learned = null)
{
    private bool _hasRefusedForRoom;
    private FailureTelling _failures = FailureTelling.Of(state.Failures);

    public Backend Definition { get; private set; } = definition;

    public BackendState State { get; private set; } = state;

    public BackendLimits Limits { get; } = new(definition, emergency);

    public OpenAttempts Open { get; } = new();

    /// <summary>The earliest end of a rest that is not recorded yet; null if nothing rests.</summary>
    public DateTimeOffset? NextExpiry => LeaseDecisions.NextExpiry(State);

    /// <summary>Whether the attempt may be sent, when to ask again, and the events of a probe.</summary>
    public LeaseDecision Decide(in LeaseQuery query, DateTimeOffset now)
    {
        if (!Definition.Enabled)
            return new LeaseDecision(LeaseRefusal.Disabled, null, []);
        var refusal = LeaseDecisions.Admit(State, query.Model, query.IsEmergency, now, out var retryAt);
        if (refusal == LeaseRefusal.None)
            refusal = Limits.Check(query.Tokens, query.IsEmergency, now, out retryAt);
        // Checked last: configured limits are never exceeded, whatever was learnt.
        if (refusal == LeaseRefusal.None && learned is not null)
            refusal = learned.Check(query, now, out retryAt);
        return refusal == LeaseRefusal.None
            ? new LeaseDecision(LeaseRefusal.None, null,
                LeaseDecisions.Leased(State, query.Model, cooldown, now, new Cause(query.Lease.RequestId, query.Attempt)))
            : new LeaseDecision(refusal, retryAt, []);
    }

    /// <summary>Takes from the limits everything that the granted attempt needs.</summary>
    public void Grant(in LeaseQuery query, DateTimeOffset now)
    {
        Limits.Take(query.Lease, query.Tokens, query.IsEmergency, now);
        learned?.Start(query, now);
        Open.Start(query.Lease, now);
    }

    /// <summary>The earliest instant at which the limits, configured or learnt, let a small request start;
    /// <see cref="DateTimeOffset.MaxValue"/> if only an answer can help.</summary>
    public DateTimeOffset RoomAt(DateTimeOffset now) =>
        learned is null || learned.NextAt(now) is var room && room <= now ? Limits.NextAt(now)
            : Limits.NextAt(now) is var told && told > room ? told : room;

    /// <summary>What an attempt's outcome says about the upstream's limits. To be called before its other effects are decided.</summary>
    public IReadOnlyList<IBackendEvent> Learn(LeaseKey lease, AttemptReport? report, DateTimeOffset now) =>
        report is not null && learned?.Hear(lease, report, State, now) is { } news ? [news] : [];

    /// <summary>What the headers of an attempt's answer say about the upstream's limits.</summary>
    public IReadOnlyList<IBackendEvent> Hear(LeaseKey lease, IReadOnlyList<NamedBucket> said, DateTimeOffset now) =>
        learned?.Hear(lease, said, State, now) is { } news ? [news] : [];

    /// <summary>Takes note that the lease was refused.</summary>
    // A returned lease makes room at once, long before the window of its tokens has passed.
    public void Refuse(LeaseRefusal refusal) =>
        _hasRefusedForRoom |= refusal is LeaseRefusal.Concurrency or LeaseRefusal.Tpm or LeaseRefusal.LearnedLimit
            or LeaseRefusal.NamedLimit;

    /// <summary>Whether requests that were refused for lack of room should ask again, because more is known about the limits now.</summary>
    public bool TakeNewRoom(DateTimeOffset now)
    {
        var hasRoom = _hasRefusedForRoom && learned is not null && RoomAt(now) <= now;
        _hasRefusedForRoom &= !hasRoom;
        return hasRoom;
    }

    /// <summary>Whether there is nothing to report, or only a success that would change nothing.</summary>
    public bool IsNoNews([NotNullWhen(false)] AttemptReport? report) =>
        report is null || (State.IsClean && report.Verdict == AttemptVerdict.Success);

    /// <summary>What an attempt's outcome does to the backend.</summary>
    public IReadOnlyList<IBackendEvent> Decide(AttemptReport? report, DateTimeOffset now, double chance) =>
        IsNoNews(report) ? []
            : CooldownDecisions.Decide(State, report, Definition, cooldown, now, chance);

    /// <summary>Which of these events are written to the journal: none if they only count and another count was written less than a second
    /// ago.</summary>
    public IReadOnlyList<IBackendEvent> Told(IReadOnlyList<IBackendEvent> decided, DateTimeOffset now) =>
        _failures.Waits(decided, now) ? [] : decided;

    /// <summary>Whether there may be counts that are not in the journal; then the place of each success among them has to be
    /// recorded.</summary>
    public bool IsCounting(DateTimeOffset now) => _failures.IsUnderWay(now);

    /// <summary>The event with the present number of failures in a row, due when the second is over or when somebody reads the
    /// state.</summary>
    public IReadOnlyList<IBackendEvent> TellFailures(DateTimeOffset now) => _failures.End(State.Failures, now) is { } due ? [due] : [];

    /// <summary>Applies events that only count and are not written to the journal.</summary>
    public void Count(IReadOnlyList<IBackendEvent> events) => State = State.Apply(events);

    /// <summary>Ends every rest whose deadline has passed.</summary>
    public IReadOnlyList<IBackendEvent> Expire(DateTimeOffset now) => LeaseDecisions.Expire(State, now);

    /// <summary>After a restart: makes sure that no rest lasts longer than it was meant to; ends none.</summary>
    public IReadOnlyList<IBackendEvent> Shorten(DateTimeOffset now) => LeaseDecisions.Shorten(State, cooldown, now);

    /// <summary>Returns a lease.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="tokens">The tokens that its attempt used; null if unknown.</param>
    /// <param name="makesRoom">Requests that were refused for lack of room should ask again.</param>
    /// <returns>False if it had been returned before.</returns>
    public bool Return(LeaseKey lease, long? tokens, out bool makesRoom)
    {
        var isReturned = Limits.Return(lease, tokens);
        learned?.End(lease, tokens);
        Open.End(lease);
        makesRoom = isReturned && _hasRefusedForRoom;
        _hasRefusedForRoom &= !makesRoom;
        return isReturned;
    }

    /// <summary>Changes the definition; requests that were started or are in flight still count.</summary>
    public IReadOnlyList<IBackendEvent> Redefine(Backend redefined, DateTimeOffset now)
    {
        var former = Definition;
        Definition = redefined;
        Limits.Redefine(redefined);
        // A new key should not have to wait for the end of the old key's rest.
        return State.LacksCredentials(now) && !redefined.HasCredentialsOf(former)
            ? OperatorDecisions.EndRest(State, null, now, new Cause(null, By: "operator", Why: "its credentials were changed"))
            : [];
    }

    public void Apply(IReadOnlyList<IBackendEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            State = State.Apply(events[i]);
            _failures = _failures.Tell(events[i]);
            learned?.Notice(events[i]);
        }
    }

    /// <summary>Replaces the state by the one that the journal holds.</summary>
    public void Recover(BackendState recovered, DateTimeOffset now)
    {
        State = recovered;
        _failures = _failures with { Number = recovered.Failures };
        learned?.Restore(recovered, now);
    }

    /// <summary>Counts the requests that were started before. To be called first.</summary>
    public void Resume(PastStarts past, DateTimeOffset now)
    {
        Limits.Resume(past, now);
        learned?.Resume(past);
    }
}
