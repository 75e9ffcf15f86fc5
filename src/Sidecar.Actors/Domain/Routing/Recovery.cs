using Sidecar.Domain.Backends;

namespace Sidecar.Domain.Routing;

/// <summary>When a request that was refused should be sent again.</summary>
public static class Recovery
{
    /// <summary>At least this many seconds make clients of the impatient kind change model at once; a deliberate overstatement.</summary>
    public const int FailOverSeconds = 91;

    /// <summary>Whole seconds to the earliest backend that could serve the model, at least 1.</summary>
    /// <param name="board">How every backend fares.</param>
    /// <param name="model">The model asked for.</param>
    /// <param name="failOverNow">Overstate it, for clients that only then change model.</param>
    /// <param name="now">The present.</param>
    /// <param name="ask">What is asked for.</param>
    /// <param name="maker">The only backend that can serve it; null: anybody may.</param>
    /// <param name="spent">Backends that are of no use to the request.</param>
    public static int RetryAfterSeconds(
        RoutingBoard board, string model, bool failOverNow, DateTimeOffset now, in RequestAsk ask = default, string? maker = null,
        BackendSet spent = default)
    {
        var earliest = DateTimeOffset.MaxValue;
        var others = board.AllBut(maker);
        foreach (var members in board.Catalog.PoolMembers)
            foreach (var index in members)
                if (!others.Contains(index) && !spent.Contains(index) && board.Serves(index, model, ask)
                    && board.NextAt(index, model, now) is var next && next < earliest)
                    earliest = next;
        var seconds =
            earliest == DateTimeOffset.MaxValue ? 1 : (int)Math.Clamp(Math.Ceiling((earliest - now).TotalSeconds), 1, int.MaxValue);
        return failOverNow ? Math.Max(FailOverSeconds, seconds) : seconds;
    }
}
