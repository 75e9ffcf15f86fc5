using Sidecar.Domain.Attempts;
using Sidecar.Domain.Usage;

namespace Sidecar.Relay;

/// <summary>The result of relaying one body. <paramref name="Detail"/> is one line for the log.</summary>
public sealed record RelayReport(RelayOutcome Outcome, TokenUsage Usage, long Bytes, string? Detail = null)
{
    /// <summary>An event that reported an error after a stream's good beginning, and was relayed unchanged.</summary>
    public byte[]? ErrorEvent { get; init; }
}
