using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Recordings;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>Replays the walk of one request by handing its recorded facts to <see cref="WalkDecisions"/>.</summary>
internal sealed class WalkReplay(ReplayedWorld world, RecordedWalk recorded)
{
    public RecordedWalk Recorded => recorded;

    public WalkState State { get; private set; } = new(recorded.Request);

    public NextNeed Next => State.Next;

    /// <summary>When the wait that it has begun, or may begin, would end.</summary>
    public DateTimeOffset WaitsUntil => WalkDecisions.WaitsUntil(State, world.At(_decidedAt));

    private DateTimeOffset _decidedAt;
    private long _epoch;
    private bool _isClean;

    /// <summary>Whether a time limit is so close that the recorded instants cannot show on which side of it the decision was
    /// made.</summary>
    public bool IsNearABound(DateTimeOffset now) =>
        world.At(now).Remaining(State).Duration() <= Replay.Instant
            || (State is { Ticket: not null, Wait: { } wait } && (wait.Until - now).Duration() <= Replay.Instant);

    /// <summary>Whether the wait is over; also true if the clock stepped back meanwhile, because the timer that ends a wait uses another
    /// clock.</summary>
    public bool IsWaitOver(DateTimeOffset now) =>
        State.Wait is { } wait && (now >= wait.Until - Replay.Instant || now < wait.Began);

    /// <summary>What its backend is told about an attempt, from the record.</summary>
    public AttemptFacts FactsOf(Step step)
    {
        var answer = step.Answer ?? step.Fact!;
        return new(recorded.RequestId, step.Attempt, recorded.Model, answer.Verdict!.Value, answer.Status, answer.Error,
            answer.RetryAfterMs, _epoch, _isClean, answer.IsOutdated, answer.IsSilent, answer.IsLimitUsed);
    }

    /// <summary>Whether the walk is over and ended in this way.</summary>
    public bool EndsWith(int status, string? code) =>
        Next.Need == Need.End && State.Refusal(() => 1, () => "") is var told && (told?.Status ?? 0) == status
            && (told?.Code ?? "ClientGone") == code;

    /// <summary>Moves the walk to the phase that the record names.</summary>
    public void Align(RequestPhase phase)
    {
        if (phase != State.Phase)
            State = State with
            {
                Phase = phase,
                Wait = State.Wait ?? new WaitState(default, default),
                Round = State.Round ?? new RoundState(),
            };
    }

    /// <summary>Makes the walk ask the backend that the record names.</summary>
    public void AlignTo(int backend)
    {
        if (Next != new NextNeed(Need.Lease, backend))
            State = WalkDecisions.Ask(State, backend);
    }

    /// <summary>Hands the walk a fact.</summary>
    /// <param name="decide">The decision that follows from it.</param>
    /// <param name="now">When the fact was recorded.</param>
    public void Hear(Func<WalkState, Moment, WalkState> decide, DateTimeOffset now)
    {
        _decidedAt = now;
        State = decide(State, world.At(now));
        if (Next.Need == Need.Note)
            State = WalkDecisions.Noted(State, world.At(now));
    }

    /// <summary>Hands the walk the outlook, at the instant at which it would begin to wait.</summary>
    public void Foresee(Outlook outlook) => Hear((walk, at) => WalkDecisions.Foreseen(walk, outlook, at), _decidedAt);

    /// <summary>Tells the walk that a backend granted it the lease.</summary>
    public void Grant(BackendState backend, DateTimeOffset now)
    {
        (_epoch, _isClean) = (backend.Epoch, backend.IsClean);
        Hear((walk, at) => WalkDecisions.Granted(walk, at), now);
    }
}
