using Sidecar.Domain.Attempts;
using Sidecar.Domain.Usage;

namespace Sidecar.Relay;

/// <summary>What the relay of one body came to. <paramref name="Detail"/> is one line for the log.</summary>
public sealed record RelayReport(RelayOutcome Outcome, TokenUsage Usage, long Bytes, string? Detail = null)
{
    /// <summary>An event of a stream, relayed as it came, that told an error after a good beginning.</summary>
    public byte[]? ErrorEvent { get; init; }
}
