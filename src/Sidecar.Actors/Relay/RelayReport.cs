using Sidecar.Domain.Attempts;
using Sidecar.Domain.Usage;

namespace Sidecar.Relay;

/// <summary>The result of relaying one body. <paramref name="Detail"/> is one line for the log.</summary>
public sealed record RelayReport(RelayOutcome Outcome, TokenUsage Usage, long Bytes, string? Detail = null)
{
    /// <summary>What may report an error but came after the answer's beginning was passed on, and was relayed unchanged: an event of a
    /// stream, or a document after white space.</summary>
    public byte[]? LaterError { get; init; }
}
