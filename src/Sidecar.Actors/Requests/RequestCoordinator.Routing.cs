using Akka.Actor;
using Sidecar.Backends;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;
using Sidecar.Pools;
using static Sidecar.Requests.RequestProtocol;

namespace Sidecar.Requests;

/// <summary>Routing: at most <c>max-attempts</c> attempts, each to the backend that the pick prefers.</summary>
internal sealed partial class RequestCoordinator
{
    // Many backends make the loads of each pick longer than the rest of the walk's facts together.
    private const int MostLoadsNoted = 64;

    private State<RequestPhase, RequestData> WhileRouting(Event<RequestData> @event) => (@event.FsmEvent, @event.StateData) switch
    {
        (HandleRequest handle, _) => BeginWalk(handle),
        (BackendProtocol.LeaseGranted granted, RoutingData data) => SendRouted(data, granted),
        (BackendProtocol.LeaseRefused refused, RoutingData data) => PickAnother(data, refused),
        (UpstreamReplied replied, RoutingData data) => Judge(data, replied),
        (PoolProtocol.AttemptNoted noted, RoutingData data) => AfterNote(data, noted),
        _ => null!,
    };

    private State<RequestPhase, RequestData> BeginWalk(HandleRequest handle)
    {
        _handle = handle;
        var request = handle.Request;
        var seed = Chance.SeedOf(_with.Seed, request.RequestNumber);
        var walk = new WalkContext(request, handle.Answer, seed);
        walk.Note(new RequestArrived(request.ArrivedAt, request.Id, request.Model, request.Envelope.Stream, walk.Tokens, request.Client, request.RequestNumber, seed));
        Enter(RequestPhase.Routing);
        var board = _with.Board.Current;
        if (board.Catalog.Defined.Count == 0)
            return EndRefused(walk, Refusals.NoBackendConfigured);
        if (!board.AnyServes(request.Model))
            return EndRefused(walk, Refusals.NoBackendForModel(request.Model));
        return PickNext(new RoutingData(walk, 0, Step.Idle, default, default, OnlyFailedAnswers: true, null));
    }

    private State<RequestPhase, RequestData> PickNext(RoutingData data)
    {
        if (!WalkBudget.MayAttemptInRouting(_with.Policy, data.Sent) || Remaining(data.Walk) <= TimeSpan.Zero)
            return LeaveRouting(data);
        var (now, board, request) = (Now, _with.Board.Current, data.Walk.Request);
        var excluded = data.Failed.Union(data.Refused);
        // Picked by the loads that are noted, and not by gauges that move meanwhile: the record then gives the same pick again.
        var loads = board.Loads(now);
        var picked = RoutePick.Pick(board, loads, _with.Policy.Routing.Strategy, new PickQuery(request.Model, excluded, now, request.RequestNumber, data.Walk.NextChance()));
        data.Walk.Note(new BackendPicked(now, RequestPhase.Routing, board, excluded, loads.Length <= MostLoadsNoted ? loads : null, picked));
        return picked < 0 ? LeaveRouting(data) : Stay().Using(data with { Step = AskForLease(data, picked, isEmergency: false) });
    }

    private State<RequestPhase, RequestData> PickAnother(RoutingData data, BackendProtocol.LeaseRefused refused)
    {
        if (data.Step is not AwaitingLease waiting || waiting.Lease != refused.Lease)
            return Stay();
        NoteRefused(data.Walk, refused);
        return PickNext(data with { Refused = data.Refused.With(waiting.Backend), Step = Step.Idle });
    }

    private State<RequestPhase, RequestData> SendRouted(RoutingData data, BackendProtocol.LeaseGranted granted)
    {
        if (data.Step is not AwaitingLease waiting || waiting.Lease != granted.Lease)
            return Stay();
        // An answer kept to be relayed last is of no use once another attempt is on its way: either that one is, or the walk goes on.
        data.LastAnswer?.Answer.Dispose();
        return Stay().Using(data with
        {
            Sent = data.Sent + 1,
            Step = Send(data.Walk, waiting.Backend, granted, data.Sent + 1),
            Refused = default,
            LastAnswer = null,
        });
    }

    private State<RequestPhase, RequestData> AfterFailedAttempt(RoutingData data, AwaitingNote noting) =>
        PickNext(data with
        {
            Step = Step.Idle,
            Failed = data.Failed.With(noting.Attempt.Backend),
            OnlyFailedAnswers = data.OnlyFailedAnswers && noting.Failed is not null,
            LastAnswer = noting.Failed,
        });

    private State<RequestPhase, RequestData> LeaveRouting(RoutingData data)
    {
        var primaryServes = _with.Board.Current.PrimaryServes(data.Walk.Request.Model);
        var move = WalkBudget.AfterRouting(_with.Policy, data.Sent, data.OnlyFailedAnswers, primaryServes, Remaining(data.Walk));
        if (move == NextMove.RelayLastAnswer)
            return Commit(data, data.LastAnswer!);
        data.LastAnswer?.Answer.Dispose();
        return move switch
        {
            NextMove.PrimaryWait => EnterPrimaryWait(data.Walk, data.Sent),
            NextMove.Emergency => EnterEmergency(data.Walk, data.Sent),
            _ => EndExhausted(data.Walk),
        };
    }

    private TimeSpan Remaining(WalkContext walk) => WalkBudget.Remaining(_with.Policy, walk.Request.ArrivedAt, Now);
}
