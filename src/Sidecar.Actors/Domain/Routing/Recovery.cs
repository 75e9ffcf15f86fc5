using Sidecar.Domain.Backends;

namespace Sidecar.Domain.Routing;

/// <summary>When the client should send a refused request again.</summary>
public static class Recovery
{
    /// <summary>From this value on, impatient clients switch to another model at once; deliberately too high.</summary>
    public const int FailOverSeconds = 91;

    /// <summary>Whole seconds until the earliest backend that could serve the model, at least 1.</summary>
    /// <param name="board">The state of every backend.</param>
    /// <param name="model">The model asked for.</param>
    /// <param name="failOverNow">Overstate the time, for clients that only then switch to another model.</param>
    /// <param name="now">The present.</param>
    /// <param name="ask">The requested API.</param>
    /// <param name="maker">The only backend that can serve it; null: any.</param>
    /// <param name="spent">Backends that cannot help this request.</param>
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
