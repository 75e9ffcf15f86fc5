using System.Text;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Usage;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>One entry of an upstream's script: what it does with one call.</summary>
internal sealed record Reply
{
    /// <summary>From the call to the head, in virtual time; longer than the backend's timeout means that the timeout passes
    /// first.</summary>
    public TimeSpan After { get; init; }

    /// <summary>Never answers by itself: the test, the call's timeout or its cancellation ends it.</summary>
    public bool Hangs { get; init; }

    /// <summary>Throws instead of answering, which the port forbids.</summary>
    public bool Throws { get; init; }

    /// <summary>No answer but this.</summary>
    public UpstreamError? Error { get; init; }

    public int Status { get; init; } = 200;

    public string ContentType { get; init; } = "application/json";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public string Body { get; init; } = "{}";

    /// <summary>From the head to the body's end.</summary>
    public TimeSpan Lasts { get; init; }

    /// <summary>How the body ends, if the client stays.</summary>
    public RelayOutcome Ends { get; init; }

    /// <summary>An event after the good beginning that tells an error.</summary>
    public string? TellsLater { get; init; }

    /// <summary>What the usage tap would have read in the body.</summary>
    public TokenUsage Usage { get; init; }

    public byte[] Bytes => Encoding.UTF8.GetBytes(Body);
}
