using Sidecar.Ledger;
using Sidecar.Pools;

namespace Sidecar.Host.Dashboard.Feed;

/// <summary>Everything in the overview at one instant, shared by all viewers.</summary>
/// <param name="IsServing">False until every backend is ready.</param>
/// <param name="Queue">Requests in primary-wait, and the first of them.</param>
/// <param name="Today">Sums since midnight UTC; null until they were read.</param>
/// <param name="Walks">Newest first.</param>
public sealed record DashboardSnapshot(
    DateTimeOffset At, bool IsServing, IReadOnlyList<PoolTile> Pools, TrafficReading Traffic, PoolProtocol.Waiting Queue, UsedToday? Today,
        IReadOnlyList<FinishedWalk> Walks)
{
    public static PoolProtocol.Waiting Nobody { get; } = new(0, []);

    public static DashboardSnapshot Empty { get; } = new(DateTimeOffset.UnixEpoch, false, [], TrafficReading.None, Nobody, null, []);
}
