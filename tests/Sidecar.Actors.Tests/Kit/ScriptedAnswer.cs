using Sidecar.Upstream;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>An answer from a script. It knows whether it has been disposed of.</summary>
internal sealed class ScriptedAnswer(Reply reply) : UpstreamAnswer
{
    private readonly byte[] _bytes = reply.Bytes;

    public Reply Reply { get; } = reply;

    public bool IsDisposed { get; private set; }

    public override int Status => Reply.Status;

    public override bool IsEventStream => Reply.ContentType.StartsWith("text/event-stream", StringComparison.Ordinal);

    public override bool IsJson => Reply.ContentType.StartsWith("application/json", StringComparison.Ordinal);

    public override ReadOnlyMemory<byte> Peeked => IsDisposed ? throw new ObjectDisposedException(nameof(ScriptedAnswer)) : _bytes;

    public override Stream Body => Stream.Null;

    public override bool HidesUsageEvent => false;

    public override string? Header(string name) => Reply.Headers.FirstOrDefault(
        h => string.Equals(h.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    public override IEnumerable<string> HeaderNames => Reply.Headers.Select(h => h.Key);

    public override void Dispose() => IsDisposed = true;
}
