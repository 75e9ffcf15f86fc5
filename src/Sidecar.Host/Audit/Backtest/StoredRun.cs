using Sidecar.Domain.Recordings;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Audit.Backtest;

/// <summary>One life of the process: the policy that it began with, and those that were put in its place while it ran.</summary>
internal sealed class StoredRun(RecordedPolicy start)
{
    private readonly List<PolicyChange> _changes = [];

    public DateTimeOffset At => start.At;

    public ReplayPolicy Policy => start.Policy;

    public IReadOnlyList<PolicyChange> Changes => _changes;

    /// <summary>The id of the last walk that an earlier process wrote; null where that was not recorded.</summary>
    public long? BehindWalk => start.BehindWalk;

    /// <summary>The runs that these policies tell of, in their order.</summary>
    public static IReadOnlyList<StoredRun> Of(IReadOnlyList<StoredPolicy> policies)
    {
        var runs = new List<StoredRun>();
        foreach (var policy in policies.Select(PolicyJson.Read).Where(policy => policy.Board != PolicyJson.Announced))
            if (policy.Board is { } board && runs.Count > 0)
                runs[^1]._changes.Add(new PolicyChange(policy.At, board, policy.Policy));
            else
                runs.Add(new StoredRun(policy));
        return runs;
    }

    /// <summary>Whose walk this is, by its id where the starts tell that, for clocks may step; else by when it arrived. Negative:
    /// nobody's.</summary>
    public static int Find(IReadOnlyList<StoredRun> runs, long walk, DateTimeOffset arrivedAt)
    {
        for (var i = runs.Count - 1; i >= 0; i--)
            if (runs[i].BehindWalk is { } behind ? behind < walk : runs[i].At <= arrivedAt)
                return i;
        return -1;
    }
}
