using Microsoft.Extensions.Primitives;
using Sidecar.Upstream;

namespace Sidecar.Host.Upstream;

/// <summary>An upstream's answer translated to the client's dialect. It is classified and counted by the original answer.</summary>
/// <param name="answer">The original answer.</param>
/// <param name="body">The body for the client.</param>
/// <param name="whole">The whole original body, if it was read to its end; null: it was not.</param>
/// <param name="isStream">The client gets events.</param>
internal sealed class TranslatedAnswer(HttpUpstreamAnswer answer, TranslatedBody body, PooledBody? whole, bool isStream) : UpstreamAnswer
{
    private readonly bool _wasRead = whole is not null;
    private PooledBody? _whole = whole;

    public override int Status => answer.Status;

    public override bool IsEventStream => isStream;

    public override bool IsJson => answer.IsJson;

    public override ReadOnlyMemory<byte> Peeked => _whole?.Memory ?? answer.Peeked;

    public override bool IsWhole => !isStream || answer.IsWhole;

    public override Stream Body => _wasRead ? Stream.Null : answer.Body;

    public override bool HidesUsageEvent => false;

    internal override TranslatedBody Translated => body;

    public override void ForgetPeeked()
    {
        Interlocked.Exchange(ref _whole, null)?.Release();
        answer.ForgetPeeked();
    }

    public override void CopyHeadersTo(IDictionary<string, StringValues> client)
    {
        answer.CopyHeadersTo(client);
        client.Remove("Content-Length");
        client.Remove("ETag");
        client["Content-Type"] = isStream ? "text/event-stream" : "application/json";
    }

    public override string? Header(string name) => answer.Header(name);

    public override IEnumerable<string> HeaderNames => answer.HeaderNames;

    public override void Dispose()
    {
        Interlocked.Exchange(ref _whole, null)?.Release();
        body.Events?.Dispose();
        answer.Dispose();
    }
}
