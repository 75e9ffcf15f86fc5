using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Walk;

/// <summary>What a walk looks up in its world when it needs a pick, an outlook or a round: the same question by whoever carries the walk
/// out.</summary>
internal static class WalkLooks
{
    /// <summary>For <see cref="WalkDecisions.Picked"/>.</summary>
    /// <param name="walk">Which needs it.</param>
    /// <param name="loads">Per backend, by index: attempts in flight, or negative when its limits are used up.</param>
    /// <param name="at">The world now.</param>
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

    /// <summary>For <see cref="WalkDecisions.Foreseen"/>.</summary>
    public static Outlook Ahead(WalkState walk, in Moment at) =>
        Outlook.Of(at.Board, walk.Request.Model, at.Policy.PrimaryWait.For, walk.Setbacks.Spent, at.Now);

    /// <summary>For <see cref="WalkDecisions.RoundBegan"/>.</summary>
    public static int[] RoundOrder(WalkState walk, in Moment at) =>
        EmergencyOrder.Of(at.Board, walk.Request.Model, walk.Round!.Rejected, at.Now);

    /// <summary>As it stands in the queue.</summary>
    /// <param name="walk">Which waits.</param>
    /// <param name="ticket">Its place.</param>
    /// <param name="bytes">Of its body.</param>
    public static Waiter AsWaiter(WalkState walk, long ticket, long bytes) =>
        new(ticket, walk.Request.Model, walk.Wait!.NotBefore, walk.Request.Client ?? "", bytes);
}
