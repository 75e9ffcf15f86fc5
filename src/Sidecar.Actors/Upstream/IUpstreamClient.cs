using System.Diagnostics;
using Microsoft.Extensions.Primitives;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;

namespace Sidecar.Upstream;

/// <summary>One call to one backend.</summary>
/// <param name="Request">The client's request.</param>
/// <param name="Backend">Where it goes, with whose key and with which timeouts.</param>
/// <param name="Attempt">1-based number of the attempt within its request.</param>
/// <param name="Remaining">What the attempt may take of the walk's deadline: head and first event must be there by then.</param>
/// <param name="InjectUsage">Ask a chat stream for usage if the client did not.</param>
/// <param name="Span">What the upstream is to see as its parent; null: the client's own word on that passes as it is.</param>
/// <param name="IsShare">More is left of the deadline than <paramref name="Remaining"/>: cut then, the backend timed out.</param>
public sealed record UpstreamCall(
    ProxyRequest Request, Backend Backend, int Attempt, TimeSpan Remaining, bool InjectUsage, Activity? Span = null, bool IsShare = false);

/// <summary>The port through which an attempt leaves the process.</summary>
public interface IUpstreamClient
{
    /// <summary>
    /// Sends the call and looks at the beginning of the answer. Never throws: every trouble is an <see cref="UpstreamFailure"/>.
    /// </summary>
    Task<UpstreamReply> SendAsync(UpstreamCall call, CancellationToken cancellation);
}

/// <summary>What an attempt brought: an <see cref="UpstreamAnswer"/> or an <see cref="UpstreamFailure"/>.</summary>
public abstract class UpstreamReply;

/// <summary>No usable answer.</summary>
/// <param name="error">Side and stage.</param>
/// <param name="detail">One line for the log; without secrets, bodies or addresses with credentials.</param>
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

    /// <summary>The content type is JSON, so that its beginning can be looked at.</summary>
    public abstract bool IsJson { get; }

    /// <summary>
    /// The body's first bytes: of an event stream at least the first whole event, else what the first read brought. Valid until <see
    /// cref="ForgetPeeked"/> or <see cref="Dispose"/>.
    /// </summary>
    public abstract ReadOnlyMemory<byte> Peeked { get; }

    /// <summary>Says that <see cref="Peeked"/> was passed on and is not needed any more.</summary>
    public virtual void ForgetPeeked()
    {
        // Only who rented it has something to give back.
    }

    /// <summary><see cref="Peeked"/> is the whole body: there is nothing left to read.</summary>
    public virtual bool IsWhole => false;

    /// <summary>The rest of the body, after <see cref="Peeked"/>; content-encoding already undone where it could be.</summary>
    public abstract Stream Body { get; }

    /// <summary>The stream carries a usage event that only Sidecar asked for: it is to be hidden from the client.</summary>
    public abstract bool HidesUsageEvent { get; }

    /// <summary>What the client is given in the place of the body; null: the body as it came.</summary>
    internal virtual TranslatedBody? Translated => null;

    /// <summary>Gives the client the headers that it may see; nothing where an answer has none.</summary>
    public virtual void CopyHeadersTo(IDictionary<string, StringValues> client)
    {
        // Only an answer that came over HTTP has headers.
    }

    /// <summary>The first value of a response header, or null. Names in any case.</summary>
    public abstract string? Header(string name);

    /// <summary>The names of all response headers: providers name their limits as they like.</summary>
    public virtual IEnumerable<string> HeaderNames => [];

    /// <summary>Some header says what is left of a limit.</summary>
    public virtual bool TellsLimits => HeaderNames.Any(NamedLimitHeaders.IsOne);

    /// <summary>Gives the connection back if the body was read to its end, else tears it down. May be called twice.</summary>
    public abstract void Dispose();
}
