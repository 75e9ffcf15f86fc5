namespace Sidecar.Bench.Limits.Upstreams;

/// <summary>What an upstream admits, unknown to its clients. Times are in ms from the start, and never go back.</summary>
internal abstract class HiddenLimit
{
    /// <summary>Null if the request is admitted, and counted; otherwise how many ms until it would be.</summary>
    public abstract double? Take(double now, int tokens = 0);

    /// <summary>An admitted request has been answered.</summary>
    public virtual void Done()
    {
    }
}
