using Akka.Actor;
using Sidecar.Domain.Walk;
using static Sidecar.Diagnostics.TelemetryNames;
using static Sidecar.Pools.PoolProtocol;

namespace Sidecar.Requests;

/// <summary>The messages between a walk in PrimaryWait and the pool, which keeps the queue.</summary>
internal sealed partial class RequestCoordinator
{
    private const string WaitTimer = "wait-over";

    private void BeginToWait(WalkContext context, WaitState wait)
    {
        SetTimer(WaitTimer, WaitOver.Instance, wait.Until - wait.Began);
        context.WatchForHangUp(static self => ((IActorRef)self!).Tell(ClientGone.Instance, ActorRefs.NoSender), Self);
    }

    private void Join(WalkContext context, WalkState walk)
    {
        var wait = walk.Wait!;
        _with.Pool.Tell(
            new JoinQueue(
            wait.Ticket, walk.Request.Model, wait.NotBefore, walk.Request.RequestId, wait.Began, wait.Until, walk.Request.Client,
            context.Request.Body.Length), Self);
        context.Request.Trace?.BeginWait(wait.Since!.Value);
    }

    private State<RequestPhase, RequestData> StandInQueue(SeekingData data, Queued queued)
    {
        var at = MomentOf(data);
        data.Context.Note(new WaitBegan(at.Now, queued.Ticket, queued.Position, data.Context.Request.Body.Length, queued.Held));
        return Carry(data, WalkDecisions.Queued(data.Walk, queued.Ticket, at));
    }

    private State<RequestPhase, RequestData> LeaveFullQueue(SeekingData data, QueueFull full)
    {
        var at = MomentOf(data);
        data.Context.Note(new WaitRefused(at.Now, full.Waiting, data.Context.Request.Body.Length, full.Held));
        return Carry(data, WalkDecisions.QueueFull(data.Walk, at));
    }

    private State<RequestPhase, RequestData> TryOffered(SeekingData data, TryBackend offer)
    {
        data.Context.Note(new WaitWoken(offer.At, offer.Ticket, IdOf(offer.Backend), offer.Place));
        return Carry(data, WalkDecisions.Offered(data.Walk, offer.Backend));
    }

    private void TellQueue(SeekingData data, WalkState walk, DateTimeOffset now)
    {
        var word = walk.Next.Queue;
        if ((word & ~QueueWord.Refused) == QueueWord.None)
            return;
        _with.Pool.Tell(new LeaveQueue(walk.Ticket, HasTried: word == QueueWord.Served), Self);
        if (word != QueueWord.Served)
            CancelTimer(WaitTimer);
        EndWait(data, OutcomeOf(word), now);
    }

    private static string OutcomeOf(QueueWord word) =>
        word.HasFlag(QueueWord.Served) ? WaitOutcomes.Served
        : word.HasFlag(QueueWord.Gone) ? WaitOutcomes.ClientGone
        : word.HasFlag(QueueWord.Full) ? WaitOutcomes.QueueFull
        : WaitOutcomes.GaveUp;
}
