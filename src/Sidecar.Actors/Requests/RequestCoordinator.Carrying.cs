using Sidecar.Backends;
using Sidecar.Domain.Walk;

namespace Sidecar.Requests;

/// <summary>Executes what a decision asks for, and what follows at once, until the walk waits for somebody's answer.</summary>
internal sealed partial class RequestCoordinator
{
    // With many backends the loads of each pick would be longer than all other facts of the walk.
    private const int MostLoadsNoted = 64;

    private State<RequestPhase, RequestData> Begin(RequestProtocol.HandleRequest handle)
    {
        var request = handle.Request;
        var walk = new WalkContext(request, handle.Answer);
        try
        {
            var arrived = new RequestArrived(
                request.ArrivedAt, request.Id, request.Model, request.Envelope.Stream, walk.Tokens, request.Client, request.RequestNumber,
                    Chance.SeedOf(_with.Seed, request.RequestNumber))
            {
                Input = walk.Input,
                Ask = request.Ask,
                Prefers = request.Prefers,
                Maker = request.SeeksMaker ? RequestArrived.UnknownMaker : request.Maker,
            };
            walk.Note(arrived);
            Enter(RequestPhase.Routing);
            return Carry(walk, RequestPhase.Routing, WalkDecisions.Begin(arrived, MomentOf(walk)), null);
        }
        catch
        {
            // The walk is not stored yet, so PostStop could not answer the client.
            AnswerFault(walk, 0);
            throw;
        }
    }

    private State<RequestPhase, RequestData> Carry(SeekingData data, WalkState walk)
    {
        TellQueue(data, walk, Now);
        return Carry(data.Context, data.Walk.Phase, walk, data.Held);
    }

    private State<RequestPhase, RequestData> Carry(WalkContext context, RequestPhase from, WalkState walk, HeldAnswer? held)
    {
        for (; ; )
        {
            if (walk.Phase != from)
                Enter(context, walk);
            from = walk.Phase;
            switch (walk.Next.Need)
            {
                case Need.Pick:
                    walk = Pick(context, walk);
                    break;
                case Need.Round:
                    walk = PutInOrder(context, walk);
                    break;
                case Need.Outlook:
                    walk = LookAhead(context, walk);
                    break;
                case Need.Relay:
                    return Commit(context, walk, held!);
                case Need.End:
                    held?.Answer.Dispose();
                    return EndWithout(context, walk);
                default:
                    Ask(context, walk);
                    return (walk.Phase == StateName ? Stay() : GoTo(walk.Phase))
                        .Using(new SeekingData(context, walk, Held: Kept(held, walk)));
            }
        }
    }

    private static HeldAnswer? Kept(HeldAnswer? held, WalkState walk)
    {
        if (held is null || held.Attempt.Number == walk.Kept)
            return held;
        held.Answer.Dispose();
        return null;
    }

    private void Enter(WalkContext context, WalkState walk)
    {
        Enter(walk.Phase);
        if (walk.Phase == RequestPhase.Emergency)
        {
            _with.Emergencies.Tell(new EmergencyJournal.Activated(Now, walk.Request.RequestId, walk.Request.Model), Self);
            RequestLog.Emergency(_with.Log, walk.Request.RequestId, walk.Request.Model, _with.Policy.Emergency.RpmPerBackend);
        }
        else
            BeginToWait(context, walk.Wait!);
    }

    private WalkState Pick(WalkContext context, WalkState walk)
    {
        var at = MomentOf(context);
        // The pick uses the recorded loads, not the live ones, which change meanwhile; so the record gives the same pick again.
        var loads = at.Board.Loads(at.Now);
        var picked = WalkLooks.Pick(walk, loads, at);
        if (picked >= 0)
            at.Board.Gauges[picked].Chosen(at.Now);
        context.Note(new BackendPicked(at.Now, walk.Phase, at.Board, walk.Excluded, loads.Length <= MostLoadsNoted ? loads : null, picked));
        return WalkDecisions.Picked(walk, picked, at);
    }

    private WalkState LookAhead(WalkContext context, WalkState walk)
    {
        var at = MomentOf(context);
        var outlook = WalkLooks.Ahead(walk, at);
        // A wait that does begin is recorded once it has its place.
        if (outlook.IsHopeless(WalkDecisions.WaitsUntil(walk, at)))
            context.Note(new WaitForegone(at.Now, outlook.Earliest));
        return WalkDecisions.Foreseen(walk, outlook, at);
    }

    private WalkState PutInOrder(WalkContext context, WalkState walk)
    {
        var (at, round) = (MomentOf(context), walk.Round!);
        var order = WalkLooks.RoundOrder(walk, at);
        context.Note(new RoundBegan(at.Now, round.Number + 1, at.Board, round.Rejected, order));
        return WalkDecisions.RoundBegan(walk, order, at);
    }

    private void Ask(WalkContext context, WalkState walk)
    {
        if (walk.Next.Need == Need.Place)
            Join(context, walk);
        else if (walk.Next is { Need: Need.Lease, Backend: var backend } && walk.Query is var query)
            SendTo(backend,
                new BackendProtocol.RequestLease(IdOf(backend), query.Lease, query.Attempt, query.Model, query.Tokens, query.IsEmergency));
    }
}
