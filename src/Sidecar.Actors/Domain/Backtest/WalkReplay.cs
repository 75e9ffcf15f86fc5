using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Recordings;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>The walk of one request, replayed: recorded facts are handed to <see cref="WalkDecisions"/>.</summary>
internal sealed class WalkReplay(ReplayedWorld world, RecordedWalk recorded)
{
    public RecordedWalk Recorded => recorded;

    public WalkState State { get; private set; } = new(recorded.Request);

    public NextNeed Next => State.Next;

    /// <summary>When the wait would end that it has begun or may begin.</summary>
    public DateTimeOffset WaitsUntil => WalkDecisions.WaitsUntil(State, world.At(_decidedAt));

    private DateTimeOffset _decidedAt;
    private long _epoch;
    private bool _isClean;

    /// <summary>It decides otherwise within so little that the instants of the record cannot tell.</summary>
    public bool IsNearABound(DateTimeOffset now) =>
        world.At(now).Remaining(State).Duration() <= Replay.Instant
            || (State is { Ticket: not null, Wait: { } wait } && (wait.Until - now).Duration() <= Replay.Instant);

    /// <summary>Also by a clock that stepped back meanwhile: the timer that ends a wait goes by another.</summary>
    public bool IsWaitOver(DateTimeOffset now) =>
        State.Wait is { } wait && (now >= wait.Until - Replay.Instant || now < wait.Began);

    /// <summary>What its backend is told of an attempt, as it is recorded.</summary>
    public AttemptFacts FactsOf(Step step)
    {
        var answer = step.Answer ?? step.Fact!;
        return new(recorded.RequestId, step.Attempt, recorded.Model, answer.Verdict!.Value, answer.Status, answer.Error,
            answer.RetryAfterMs, _epoch, _isClean, answer.IsOutdated, answer.IsSilent, answer.IsLimitUsed);
    }

    /// <summary>It is over, in this way.</summary>
    public bool EndsWith(int status, string? code) =>
        Next.Need == Need.End && State.Refusal(() => 1, () => "") is var told && (told?.Status ?? 0) == status
            && (told?.Code ?? "ClientGone") == code;

    /// <summary>The record says that it was in this phase.</summary>
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

    /// <summary>The record says that it asked this backend.</summary>
    public void AlignTo(int backend)
    {
        if (Next != new NextNeed(Need.Lease, backend))
            State = WalkDecisions.Ask(State, backend);
    }

    /// <summary>A fact reached it.</summary>
    /// <param name="decide">What it comes to.</param>
    /// <param name="now">When.</param>
    public void Hear(Func<WalkState, Moment, WalkState> decide, DateTimeOffset now)
    {
        _decidedAt = now;
        State = decide(State, world.At(now));
        if (Next.Need == Need.Note)
            State = WalkDecisions.Noted(State, world.At(now));
    }

    /// <summary>It looks ahead in the very instant in which it would begin to wait.</summary>
    public void Foresee(Outlook outlook) => Hear((walk, at) => WalkDecisions.Foreseen(walk, outlook, at), _decidedAt);

    /// <summary>A backend granted it the lease.</summary>
    public void Grant(BackendState backend, DateTimeOffset now)
    {
        (_epoch, _isClean) = (backend.Epoch, backend.IsClean);
        Hear((walk, at) => WalkDecisions.Granted(walk, at), now);
    }
}
