using System.Text;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Wire;

public class SseFramingTests
{
    // The bar marks where the first event with data ends.
    [Theory]
    [InlineData("data: a\n\n|data: b\n\n")]
    [InlineData("data: a\r\n\r\n|data: b\r\n\r\n")]
    [InlineData("data: a\r\r|data: b\r\r")]
    [InlineData("data: a\r\n\n|x")]
    [InlineData("data: a\n\r\n|x")]
    [InlineData("data: a\n\r|")]
    [InlineData("data: a\r\n\r|")]
    [InlineData("data: a\r\r\n|x")]
    [InlineData(": ping\n\n\n: ping\n\ndata: a\n\n|x")]
    [InlineData("event: ping\n\ndata: a\n\n|x")]
    [InlineData("event: error\nid: 1\ndata: a\ndata: b\n: c\n\n|x")]
    [InlineData("\uFEFFdata: a\n\n|x")]
    [InlineData("data:a\n\n|")]
    [InlineData("data\n\n|")]
    [InlineData("data:\n\n|")]
    [InlineData("database: a\n\ndata: b\n\n|x")]
    public void the_first_event_with_data_ends_at_its_blank_line(string marked)
    {
        var end = Encoding.UTF8.GetByteCount(marked.Split('|')[0]);
        var bytes = Encoding.UTF8.GetBytes(marked.Replace("|", "", StringComparison.Ordinal));
        Assert.Equal(end, SseFraming.FirstEventEnd(bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("data: a")]
    [InlineData("data: a\n")]
    [InlineData("data: a\r")]
    [InlineData("data: a\r\n")]
    [InlineData("data: a\n\ufeff\n")]
    [InlineData(": ping\n\n: ping\n\n")]
    [InlineData("event: a\n\n")]
    [InlineData("\n\n\n")]
    public void an_event_without_its_blank_line_is_not_complete(string text) =>
        Assert.Equal(-1, SseFraming.FirstEventEnd(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void more_bytes_never_move_the_end_but_to_take_in_a_torn_line_feed()
    {
        foreach (var name in EventStreams.Names)
        {
            var stream = EventStreams.Read(name);
            var end = SseFraming.FirstEventEnd(stream);
            for (var length = 0; length < stream.Length; length++)
            {
                var sooner = SseFraming.FirstEventEnd(stream.AsSpan(0, length));
                Assert.True(sooner == (length >= end && end > 0 ? end : -1)
                    || (sooner == end - 1 && stream[end - 1] == '\n' && stream[end - 2] == '\r'),
                    $"{name} at {length}: {sooner}, not {end}");
            }
        }
    }
}
