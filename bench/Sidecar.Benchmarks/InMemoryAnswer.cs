using Sidecar.Upstream;

namespace Sidecar.Benchmarks;

/// <summary>An upstream's answer that is already in memory and can be used any number of times.</summary>
internal sealed class InMemoryAnswer(bool isEventStream, ReadOnlyMemory<byte> peeked, Stream rest) : UpstreamAnswer
{
    public override int Status => 200;

    public override bool IsEventStream => isEventStream;

    public override bool IsJson => !isEventStream;

    public override ReadOnlyMemory<byte> Peeked => peeked;

    public override Stream Body => rest;

    public override bool HidesUsageEvent => isEventStream && Rewritten is null;

    public TranslatedBody? Rewritten { get; init; }

    internal override TranslatedBody? Translated => Rewritten;

    public override string? Header(string name) => null;

    public override void Dispose()
    {
    }
}
