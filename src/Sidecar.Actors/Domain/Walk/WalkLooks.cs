using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Walk;

/// <summary>What a walk looks up when it needs a pick, an outlook or a round; the same for the coordinator, a replay and a
/// forecast.</summary>
internal static class WalkLooks
{
    /// <summary>The backend to pick, for <see cref="WalkDecisions.Picked"/>.</summary>
    /// <param name="walk">The walk that needs it.</param>
    /// <param name="loads">By backend index: attempts in flight, or negative if its limits are used up.</param>
    /// <param name="at">Time, policy and board at this moment.</param>
    public static int Pick(WalkState walk, ReadOnlySpan<int> loads, in Moment at)
    {
        var (request, routing) = (walk.Request, at.Policy.Routing);
        var strategy = request.SeeksMaker ? RoutingStrategy.InOrder : routing.Strategy;
        return RoutePick.Pick(at.Board, loads, strategy, new PickQuery(
            request.Model, walk.Excluded, at.Now, request.RequestNumber, walk.Draw)
        {
            Ask = request.Ask,
            Preferred = request.SeeksMaker ? null : RoutePick.PreferredOf(request.Prefers, routing, at.Board.Catalog),
        });
    }

    /// <summary>The outlook, for <see cref="WalkDecisions.Foreseen"/>.</summary>
    public static Outlook Ahead(WalkState walk, in Moment at) =>
        Outlook.Of(at.Board, walk.Request.Model, at.Policy.PrimaryWait.For, walk.Setbacks.Spent, at.Now);

    /// <summary>The order of a round, for <see cref="WalkDecisions.RoundBegan"/>.</summary>
    public static int[] RoundOrder(WalkState walk, in Moment at) =>
        EmergencyOrder.Of(at.Board, walk.Request.Model, walk.Round!.Rejected, at.Now);

    /// <summary>The walk as a waiter in the queue.</summary>
    /// <param name="walk">The walk that waits.</param>
    /// <param name="ticket">Its place in the queue.</param>
    /// <param name="bytes">The size of its body.</param>
    public static Waiter AsWaiter(WalkState walk, long ticket, long bytes) =>
        new(ticket, walk.Request.Model, walk.Wait!.NotBefore, walk.Request.Client ?? "", bytes);
}
