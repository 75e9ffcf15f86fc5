using System.Text;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Usage;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>One entry of an upstream's script: how it responds to one call.</summary>
internal sealed record Reply
{
    /// <summary>From the call to the head, in virtual time; if it is longer than the backend's timeout, the timeout passes first.</summary>
    public TimeSpan After { get; init; }

    /// <summary>Never answers by itself: the test ends it, or the call's timeout or cancellation does.</summary>
    public bool Hangs { get; init; }

    /// <summary>Throws instead of answering, which the interface forbids.</summary>
    public bool Throws { get; init; }

    /// <summary>Fails with this error instead of answering.</summary>
    public UpstreamError? Error { get; init; }

    public int Status { get; init; } = 200;

    public string ContentType { get; init; } = "application/json";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public string Body { get; init; } = "{}";

    /// <summary>From the head to the end of the body.</summary>
    public TimeSpan Lasts { get; init; }

    /// <summary>How the body ends, if the client stays connected.</summary>
    public RelayOutcome Ends { get; init; }

    /// <summary>An event that reports an error after a good beginning.</summary>
    public string? TellsLater { get; init; }

    /// <summary>What the usage tap would have read in the body.</summary>
    public TokenUsage Usage { get; init; }

    public byte[] Bytes => Encoding.UTF8.GetBytes(Body);
}
