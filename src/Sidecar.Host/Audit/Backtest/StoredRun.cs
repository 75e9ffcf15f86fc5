using Sidecar.Domain.Recordings;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Audit.Backtest;

/// <summary>One run of the process: the policy that it began with, and those that replaced it while it ran.</summary>
internal sealed class StoredRun(RecordedPolicy start)
{
    private readonly List<PolicyChange> _changes = [];

    public DateTimeOffset At => start.At;

    public ReplayPolicy Policy => start.Policy;

    public IReadOnlyList<PolicyChange> Changes => _changes;

    /// <summary>The id of the last walk that an earlier process wrote; null if that was not recorded.</summary>
    public long? BehindWalk => start.BehindWalk;

    /// <summary>The runs that these policies belong to, in order.</summary>
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

    /// <summary>The run that a walk belongs to; negative if none. Found by the walk's id if the starts recorded one, because clocks may
    /// step; otherwise by its arrival.</summary>
    public static int Find(IReadOnlyList<StoredRun> runs, long walk, DateTimeOffset arrivedAt)
    {
        for (var i = runs.Count - 1; i >= 0; i--)
            if (runs[i].BehindWalk is { } behind ? behind < walk : runs[i].At <= arrivedAt)
                return i;
        return -1;
    }
}
