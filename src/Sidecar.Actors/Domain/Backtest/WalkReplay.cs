using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Recordings;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>The walk of one request in a replayed world: it hands facts to <see cref="WalkDecisions"/> and tells the world's queue what
/// comes of them.</summary>
internal sealed class WalkReplay(ReplayedWorld world, RecordedWalk recorded)
{
    private WalkState _state = new(recorded.Request);

    public RecordedWalk Recorded => recorded;

    public string Model => _state.Request.Model;

    public WalkState State => _state;

    public NextNeed Next => _state.Next;

    /// <summary>Whose lease or answer it needs.</summary>
    public string? NeededBackend => Next.Backend is var index and >= 0 ? world.Backends[index].Definition.Id : null;

    public long? Ticket { get; private set; }

    /// <summary>Its backend's count of cooldowns when the attempt under way was leased.</summary>
    public long Epoch { get; private set; }

    /// <summary>A success was no news to its backend then.</summary>
    public bool IsClean { get; private set; }

    /// <summary>Whose the attempt under way is, or the last one.</summary>
    public BackendReplay? Asked { get; private set; }

    public int? LastStatus { get; private set; }

    public bool HasWaited => Ticket is not null;

    public TimeSpan Remaining(DateTimeOffset now) => At(now).Remaining(_state);

    /// <summary>What the attempt under way was given.</summary>
    public AttemptTime Time(DateTimeOffset now) => AttemptShare.Of(_state, _state.Next.Backend, At(now));

    /// <summary>When the wait would end that it has begun or may begin.</summary>
    public DateTimeOffset WaitsUntil => WalkDecisions.WaitsUntil(_state, At(DecidedAt));

    /// <summary>When it last decided something.</summary>
    public DateTimeOffset DecidedAt { get; private set; }

    /// <summary>It decides otherwise within so little that the instants of the record cannot tell.</summary>
    public bool IsNearABound(DateTimeOffset now) =>
        Remaining(now).Duration() <= Replay.Instant
            || (_state.Wait is { } wait && HasWaited && (wait.Until - now).Duration() <= Replay.Instant);

    /// <summary>Both need the same, each in its own world.</summary>
    public bool NeedsAs(WalkReplay other) =>
        Next with { Backend = -1 } == other.Next with { Backend = -1 } && NeededBackend == other.NeededBackend;

    /// <summary>What its backend is told of an attempt that ended so.</summary>
    public AttemptFacts FactsOf(int attempt, AttemptVerdict verdict, int? status, UpstreamError? error, long? retryAfterMs) =>
        new(recorded.RequestId, attempt, Model, verdict, status, error, retryAfterMs, Epoch, IsClean);

    /// <summary>The same, as it is recorded.</summary>
    public AttemptFacts FactsOf(Step step)
    {
        var answer = step.Answer ?? step.Fact!;
        return FactsOf(step.Attempt, answer.Verdict!.Value, answer.Status, answer.Error, answer.RetryAfterMs)
            with
        { IsOutdated = answer.IsOutdated, IsSilent = answer.IsSilent, IsLimitUsed = answer.IsLimitUsed };
    }

    /// <summary>What the client is given at the end that it came to; 0: it is gone.</summary>
    public int EndStatus => _state.Refusal(() => 1, () => "")?.Status ?? 0;

    /// <summary>It is over, in this way.</summary>
    public bool EndsWith(int status, string? code) =>
        Next.Need == Need.End && EndStatus == status && (_state.Refusal(() => 1, () => "")?.Code ?? "ClientGone") == code;

    /// <summary>The record says that it was in this phase.</summary>
    public void Align(RequestPhase phase)
    {
        if (phase != _state.Phase)
            _state = _state
                with
            { Phase = phase, Wait = _state.Wait ?? new WaitState(default, default), Round = _state.Round ?? new RoundState() };
    }

    /// <summary>The record says that it asked this backend.</summary>
    public void AlignTo(BackendReplay backend)
    {
        if (Next != new NextNeed(Need.Lease, backend.Index))
            _state = WalkDecisions.Ask(_state, backend.Index);
    }

    public void Begin(DateTimeOffset now) => Become(WalkDecisions.Begin(_state.Request, DecideAt(now)));

    public void Picked(int index, DateTimeOffset now) => Become(WalkDecisions.Picked(_state, index, DecideAt(now)));

    public void Granted(BackendReplay backend, DateTimeOffset now)
    {
        (Asked, Epoch, IsClean) = (backend, backend.State.Epoch, backend.State.IsClean);
        Become(WalkDecisions.Granted(_state, DecideAt(now)));
    }

    public void Refused(BackendReplay backend, LeaseRefusal refusal, DateTimeOffset? retryAt, DateTimeOffset now)
    {
        backend.Serving.Refuse(refusal);
        var refused = WalkDecisions.Refused(_state, DecideAt(now));
        if (refused.Next.Queue.HasFlag(QueueWord.Refused))
            world.Refused(Ticket, backend.Index, retryAt, refusal);
        Become(refused);
    }

    public void Answered(AttemptVerdict verdict, UpstreamError? error, int? status, DateTimeOffset now)
    {
        Become(WalkDecisions.Answered(_state, verdict, error, DecideAt(now)));
        if (_state.Kept == _state.Sent && status is { } came)
            LastStatus = AnswerUses.StatusFor(verdict, came);
        if (Next.Need == Need.Note)
            Become(WalkDecisions.Noted(_state, DecideAt(now)));
    }

    public void Queued(long ticket, DateTimeOffset now)
    {
        Ticket = ticket;
        Become(WalkDecisions.Queued(_state, ticket, DecideAt(now)));
    }

    /// <summary>It looks ahead in the very instant in which it would begin to wait.</summary>
    public void Foreseen(in Outlook outlook) => Become(WalkDecisions.Foreseen(_state, outlook, At(DecidedAt)));

    public void QueueFull(DateTimeOffset now) => Become(WalkDecisions.QueueFull(_state, DecideAt(now)));

    public void Offered(int index) => Become(WalkDecisions.Offered(_state, index));

    public void TimeOver(DateTimeOffset now) => Become(WalkDecisions.TimeOver(_state, DecideAt(now)));

    public void RoundBegan(IReadOnlyList<int> order, DateTimeOffset now) => Become(WalkDecisions.RoundBegan(_state, order, DecideAt(now)));

    public void HungUp(DateTimeOffset now) => Become(WalkDecisions.HungUp(_state, DecideAt(now)));

    private void Become(WalkState state)
    {
        _state = state;
        if ((state.Next.Queue & ~QueueWord.Refused) != QueueWord.None)
            world.Leave(Ticket, state.Next.Queue == QueueWord.Served);
    }

    private Moment DecideAt(DateTimeOffset now)
    {
        DecidedAt = now;
        return At(now);
    }

    private Moment At(DateTimeOffset now) => new(now, world.Policy.Walk, world.Board);
}
