using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Sidecar.Host.Proxy;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Proxy;

public sealed class RequestBodyReaderTests
{
    private const int Announced = 32 * 1024 * 1024;

    [Fact]
    public async Task an_announced_body_costs_memory_as_it_comes()
    {
        var pipe = new Pipe();
        var before = GC.GetAllocatedBytesForCurrentThread();

        var reading = RequestBodyReader.ReadAsync(RequestOf(pipe, Announced), Announced, default);
        var cost = GC.GetAllocatedBytesForCurrentThread() - before;
        await pipe.Writer.CompleteAsync(new IOException("gone"));
        await reading.Soon();

        Assert.InRange(cost, 0, 1024 * 1024);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(64 * 1024)]
    [InlineData(100_000)]
    [InlineData(1_000_001)]
    public async Task an_announced_body_of_any_length_arrives_whole(int length)
    {
        var body = new byte[length];
        new Random(length).NextBytes(body);

        var read = await RequestBodyReader.ReadAsync(RequestOf(PipeReader.Create(new MemoryStream(body)), length), Announced, default)
            .Soon();

        Assert.Equal(BodyReadOutcome.Read, read.Outcome);
        Assert.True(read.Body.Memory.Span.SequenceEqual(body));
        read.Body.Release();
    }

    private static HttpRequest RequestOf(Pipe pipe, long length) => RequestOf(pipe.Reader, length);

    private static HttpRequest RequestOf(PipeReader body, long length)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IRequestBodyPipeFeature>(new Body(body));
        context.Request.ContentLength = length;
        return context.Request;
    }

    private sealed record Body(PipeReader Reader) : IRequestBodyPipeFeature;
}
