using System.Diagnostics.CodeAnalysis;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Policies;

namespace Sidecar.Domain.Cooldowns;

/// <summary>One backend as it serves: its definition, rests and limits, and what each fact that reaches it comes to. Owned by one place,
/// its actor or a replay.</summary>
/// <remarks>Decisions are events and change nothing; <see cref="Apply"/> does. So a replay can compare what is decided with what is
/// recorded, and go on from the record.</remarks>
/// <param name="learned">What it learns of the upstream's limits; null where it learns nothing, or where that is read from a
/// record.</param>
internal sealed class ServingBackend(
    Backend definition, CooldownPolicy cooldown, EmergencyPolicy emergency, BackendState state, LearnedScopes? learned = null)
{
    private bool _hasRefusedForRoom;
    private FailureTelling _failures = FailureTelling.Of(state.Failures);

    public Backend Definition { get; private set; } = definition;

    public BackendState State { get; private set; } = state;

    public BackendLimits Limits { get; } = new(definition, emergency);

    /// <summary>The earliest end of a rest that is still to be told; null when nothing rests.</summary>
    public DateTimeOffset? NextExpiry => LeaseDecisions.NextExpiry(State);

    /// <summary>Whether the attempt may be sent, when to ask again, and the events of a probe.</summary>
    public LeaseDecision Decide(in LeaseQuery query, DateTimeOffset now)
    {
        if (!Definition.Enabled)
            return new LeaseDecision(LeaseRefusal.Disabled, null, []);
        var refusal = LeaseDecisions.Admit(State, query.Model, query.IsEmergency, now, out var retryAt);
        if (refusal == LeaseRefusal.None)
            refusal = Limits.Check(query.Tokens, query.IsEmergency, now, out retryAt);
        // Last: what was told is never exceeded, whatever was learnt.
        if (refusal == LeaseRefusal.None && learned is not null)
            refusal = learned.Check(query, now, out retryAt);
        return refusal == LeaseRefusal.None
            ? new LeaseDecision(LeaseRefusal.None, null,
                LeaseDecisions.Leased(State, query.Model, cooldown, now, new Cause(query.Lease.RequestId, query.Attempt)))
            : new LeaseDecision(refusal, retryAt, []);
    }

    /// <summary>The lease was granted: takes everything that the attempt needs of the limits.</summary>
    public void Grant(in LeaseQuery query, DateTimeOffset now)
    {
        Limits.Take(query.Lease, query.Tokens, query.IsEmergency, now);
        learned?.Start(query, now);
    }

    /// <summary>The earliest instant at which its limits, told or learnt, let a small request start; <see cref="DateTimeOffset.MaxValue"/>
    /// when only an answer can help.</summary>
    public DateTimeOffset RoomAt(DateTimeOffset now) =>
        learned is null || learned.NextAt(now) is var room && room <= now ? Limits.NextAt(now)
            : Limits.NextAt(now) is var told && told > room ? told : room;

    /// <summary>What an attempt's outcome tells of the upstream's limits. To be asked before what it does otherwise.</summary>
    public IReadOnlyList<IBackendEvent> Learn(LeaseKey lease, AttemptReport? report, DateTimeOffset now) =>
        report is not null && learned?.Hear(lease, report, State, now) is { } news ? [news] : [];

    /// <summary>What the headers of an attempt's answer say of the upstream's limits.</summary>
    public IReadOnlyList<IBackendEvent> Hear(LeaseKey lease, IReadOnlyList<NamedBucket> said, DateTimeOffset now) =>
        learned?.Hear(lease, said, State, now) is { } news ? [news] : [];

    /// <summary>The lease was refused.</summary>
    // A lease that comes back makes room at once, long before the window of its tokens has passed.
    public void Refuse(LeaseRefusal refusal) =>
        _hasRefusedForRoom |= refusal is LeaseRefusal.Concurrency or LeaseRefusal.Tpm or LeaseRefusal.LearnedLimit
            or LeaseRefusal.NamedLimit;

    /// <summary>Those who were refused for want of room should ask again, for what is known has changed.</summary>
    public bool TakeNewRoom(DateTimeOffset now)
    {
        var hasRoom = _hasRefusedForRoom && learned is not null && RoomAt(now) <= now;
        _hasRefusedForRoom &= !hasRoom;
        return hasRoom;
    }

    /// <summary>There is nothing to tell, or it is well already.</summary>
    public bool IsNoNews([NotNullWhen(false)] AttemptReport? report) =>
        report is null || (State.IsClean && report.Verdict == AttemptVerdict.Success);

    /// <summary>What an attempt's outcome does.</summary>
    public IReadOnlyList<IBackendEvent> Decide(AttemptReport? report, DateTimeOffset now, double chance) =>
        IsNoNews(report) ? []
            : CooldownDecisions.Decide(State, report, Definition, cooldown, now, chance);

    /// <summary>What the journal is told of these: nothing where they only count and another count was told less than a second
    /// ago.</summary>
    public IReadOnlyList<IBackendEvent> Told(IReadOnlyList<IBackendEvent> decided, DateTimeOffset now) =>
        _failures.Waits(decided, now) ? [] : decided;

    /// <summary>Something may have been counted that the journal was not told, so that successes need a place among it.</summary>
    public bool IsCounting(DateTimeOffset now) => _failures.IsUnderWay(now);

    /// <summary>The second is over, or somebody looks: tells the number that the failures in a row have come to.</summary>
    public IReadOnlyList<IBackendEvent> TellFailures(DateTimeOffset now) => _failures.End(State.Failures, now) is { } due ? [due] : [];

    /// <summary>Events that the journal is not told: they count.</summary>
    public void Count(IReadOnlyList<IBackendEvent> events) => State = State.Apply(events);

    /// <summary>Ends every rest whose deadline has passed.</summary>
    public IReadOnlyList<IBackendEvent> Expire(DateTimeOffset now) => LeaseDecisions.Expire(State, now);

    /// <summary>After a restart: ends no rest, but none is longer than it was meant to be.</summary>
    public IReadOnlyList<IBackendEvent> Shorten(DateTimeOffset now) => LeaseDecisions.Shorten(State, cooldown, now);

    /// <summary>A lease comes back.</summary>
    /// <param name="lease">Which.</param>
    /// <param name="tokens">What its attempt used; null when unknown.</param>
    /// <param name="makesRoom">Those who were refused for want of room should hear of it.</param>
    /// <returns>False where it had come back before.</returns>
    public bool Return(LeaseKey lease, long? tokens, out bool makesRoom)
    {
        var isReturned = Limits.Return(lease, tokens);
        learned?.End(lease, tokens);
        makesRoom = isReturned && _hasRefusedForRoom;
        _hasRefusedForRoom &= !makesRoom;
        return isReturned;
    }

    /// <summary>It is defined otherwise from now on; what was started and is in flight counts on.</summary>
    public IReadOnlyList<IBackendEvent> Redefine(Backend redefined, DateTimeOffset now)
    {
        var former = Definition;
        Definition = redefined;
        Limits.Redefine(redefined);
        // A new key is not to sit out the rest of the old one.
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

    /// <summary>Begins again from another state: what its journal holds after all.</summary>
    public void Recover(BackendState recovered, DateTimeOffset now)
    {
        State = recovered;
        _failures = _failures with { Number = recovered.Failures };
        learned?.Restore(recovered, now);
    }

    /// <summary>What was started before counts on. To be told first.</summary>
    public void Resume(PastStarts past, DateTimeOffset now)
    {
        Limits.Resume(past, now);
        learned?.Resume(past);
    }
}
