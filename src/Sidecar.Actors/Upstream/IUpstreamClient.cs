using System.Diagnostics;
using Microsoft.Extensions.Primitives;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;

namespace Sidecar.Upstream;

/// <summary>One call to one backend.</summary>
/// <param name="Request">The client's request.</param>
/// <param name="Backend">The destination, with its key and its timeouts.</param>
/// <param name="Attempt">1-based number of the attempt within its request.</param>
/// <param name="Remaining">The attempt's share of the walk's deadline: head and first event must have come by then.</param>
/// <param name="InjectUsage">Ask a chat stream for usage if the client did not.</param>
/// <param name="Span">The parent span for the upstream; null: the client's own trace headers are passed on.</param>
/// <param name="IsShare">The deadline leaves more than <paramref name="Remaining"/>: if the attempt is cut off then, the backend timed
/// out.</param>
public sealed record UpstreamCall(
    ProxyRequest Request, Backend Backend, int Attempt, TimeSpan Remaining, bool InjectUsage, Activity? Span = null, bool IsShare = false);

/// <summary>The port for sending attempts to upstreams.</summary>
public interface IUpstreamClient
{
    /// <summary>
    /// Sends the call and reads the beginning of the answer. Never throws: every failure is an <see cref="UpstreamFailure"/>.
    /// </summary>
    Task<UpstreamReply> SendAsync(UpstreamCall call, CancellationToken cancellation);
}

/// <summary>The result of an attempt: an <see cref="UpstreamAnswer"/> or an <see cref="UpstreamFailure"/>.</summary>
public abstract class UpstreamReply;

/// <summary>No usable answer.</summary>
/// <param name="error">Side and stage.</param>
/// <param name="detail">One line for the log; without secrets, bodies, or addresses with credentials.</param>
public sealed class UpstreamFailure(UpstreamError error, string detail) : UpstreamReply
{
    public UpstreamError Error { get; } = error;

    public string Detail { get; } = detail;
}

/// <summary>A response head, with the beginning of its body already read but not yet passed on.</summary>
public abstract class UpstreamAnswer : UpstreamReply, IDisposable
{
    public abstract int Status { get; }

    /// <summary>The content type is <c>text/event-stream</c>.</summary>
    public abstract bool IsEventStream { get; }

    /// <summary>The content type is JSON, so its beginning can be examined.</summary>
    public abstract bool IsJson { get; }

    /// <summary>
    /// The body's first bytes: of an event stream at least the first whole event, otherwise the result of the first read. Valid until
    /// <see cref="ForgetPeeked"/> or <see cref="Dispose"/>.
    /// </summary>
    public abstract ReadOnlyMemory<byte> Peeked { get; }

    /// <summary>Tells that <see cref="Peeked"/> was passed on and is not needed any more.</summary>
    public virtual void ForgetPeeked()
    {
        // Nothing to release unless the memory was rented.
    }

    /// <summary><see cref="Peeked"/> is the whole body.</summary>
    public virtual bool IsWhole => false;

    /// <summary>The rest of the body, after <see cref="Peeked"/>; content encodings are already undone where possible.</summary>
    public abstract Stream Body { get; }

    /// <summary>The stream contains a usage event that only Sidecar asked for and that must be hidden from the client.</summary>
    public abstract bool HidesUsageEvent { get; }

    /// <summary>What the client gets instead of the body; null: the body as it came.</summary>
    internal virtual TranslatedBody? Translated => null;

    /// <summary>Copies the headers that the client may see; none if the answer has none.</summary>
    public virtual void CopyHeadersTo(IDictionary<string, StringValues> client)
    {
        // Only an answer over HTTP has headers.
    }

    /// <summary>The first value of a response header, or null. Names are case-insensitive.</summary>
    public abstract string? Header(string name);

    /// <summary>The names of all response headers: providers name their limits as they like.</summary>
    public virtual IEnumerable<string> HeaderNames => [];

    /// <summary>Whether a header says what is left of a limit.</summary>
    public virtual bool TellsLimits => HeaderNames.Any(NamedLimitHeaders.IsOne);

    /// <summary>Returns the connection if the body was read to its end, otherwise closes it. May be called twice.</summary>
    public abstract void Dispose();
}
