using System.Buffers;
using System.Text;
using Sidecar.Domain.Usage;

namespace Sidecar.Domain.Tests.Attempts;

public class LaterErrorEventTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10_000)]
    public void the_first_event_that_tells_an_error_is_kept_and_every_byte_is_passed_on(int piece)
    {
        const string Told = "data: {\"error\":{\"code\":429,\"message\":\"slow down\"}}\n\n";
        var stream = Encoding.UTF8.GetBytes("data: {\"choices\":[{\"delta\":{\"content\":\"an error 429\"}}]}\n\n" + Told
            + "data: {\"error\":{\"code\":500}}\n\ndata: [DONE]\n\n");
        using var filter = new UsageEventFilter(hidesUsage: false);
        var passed = new ArrayBufferWriter<byte>();
        for (var at = 0; at < stream.Length; at += piece)
            filter.Filter(stream.AsSpan(at, Math.Min(piece, stream.Length - at)), passed);
        filter.Complete(passed);

        Assert.Equal(Told, Encoding.UTF8.GetString(filter.ErrorEvent!));
        Assert.Equal(stream, passed.WrittenSpan.ToArray());
    }

    [Fact]
    public void a_stream_without_an_error_keeps_nothing()
    {
        using var filter = new UsageEventFilter(hidesUsage: false);
        filter.Filter("data: {\"choices\":[{\"delta\":{\"content\":\"error\"}}],\"error\":null}\n\ndata: [DONE]\n\n"u8,
            new ArrayBufferWriter<byte>());

        Assert.Null(filter.ErrorEvent);
    }
}
