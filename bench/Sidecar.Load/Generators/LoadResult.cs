namespace Sidecar.Load.Generators;

/// <summary>The result of a load.</summary>
/// <param name="Units">Requests, or events of streams.</param>
internal sealed record LoadResult(long Units, long Failures, TimeSpan Elapsed)
{
    public double PerSecond => Units / Elapsed.TotalSeconds;
}
