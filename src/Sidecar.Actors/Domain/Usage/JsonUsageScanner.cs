namespace Sidecar.Domain.Usage;

/// <summary>Reads usage from a body that is one JSON document, and buffers no more of it than the usage object.</summary>
public sealed class JsonUsageScanner : IUsageScanner
{
    private readonly UsageFinder _finder = new();

    public TokenUsage Usage => _finder.Usage;

    public void Feed(ReadOnlySpan<byte> bytes) => _finder.Feed(bytes);

    public void Dispose() => _finder.Dispose();
}
