namespace Sidecar.Domain.Routing;

/// <summary>The order in which an emergency round asks backends: all enabled ones of any pool that serve the model and do not rest
/// because of their credentials, soonest recovery first.</summary>
internal static class EmergencyOrder
{
    public static int[] Of(RoutingBoard board, string model, BackendSet refused, DateTimeOffset now) =>
        [.. board.Catalog.PoolMembers.SelectMany(members => members)
            .Where(i => board.Serves(i, model) && !refused.Contains(i) && !board.States[i].LacksCredentials(now)
                && !board.States[i].LacksModel(model, now))
            .OrderBy(i => board.States[i].NextAt(model, now))];
}
