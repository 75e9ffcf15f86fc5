using Sidecar.Upstream;

namespace Sidecar.Benchmarks;

/// <summary>Answers every call at once with the same small body.</summary>
internal sealed class InstantUpstream : IUpstreamClient
{
    private readonly Task<UpstreamReply> _answer = Task.FromResult<UpstreamReply>(
        new InMemoryAnswer(false, Bodies.Completion(1024), Stream.Null));

    public Task<UpstreamReply> SendAsync(UpstreamCall call, CancellationToken cancellation) => _answer;
}
