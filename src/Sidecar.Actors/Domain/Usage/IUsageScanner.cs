namespace Sidecar.Domain.Usage;

/// <summary>Reads token usage out of a body while it passes by, in whatever pieces it comes.</summary>
internal interface IUsageScanner : IDisposable
{
    /// <summary>Looks at the next bytes of the body; keeps no reference to them and never throws.</summary>
    void Feed(ReadOnlySpan<byte> bytes);

    /// <summary>What has been seen so far.</summary>
    TokenUsage Usage { get; }
}
