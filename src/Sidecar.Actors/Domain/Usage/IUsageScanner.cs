namespace Sidecar.Domain.Usage;

/// <summary>Reads token usage from a passing body, in whatever pieces it comes.</summary>
internal interface IUsageScanner : IDisposable
{
    /// <summary>Scans the next bytes of the body; keeps no reference to them and never throws.</summary>
    void Feed(ReadOnlySpan<byte> bytes);

    /// <summary>The usage seen so far.</summary>
    TokenUsage Usage { get; }
}
