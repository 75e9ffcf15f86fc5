using System.Text;
using CsCheck;
using Sidecar.Domain.Tests.Wire;
using Sidecar.Domain.Usage;

namespace Sidecar.Domain.Tests.Usage;

public class SseUsageScannerTests
{
    private static readonly TokenUsage Chat = new(19, 8, 10, 4, 29);

    private static TokenUsage Scan(byte[] stream, params int[] cuts)
    {
        using var scanner = new SseUsageScanner();
        foreach (var piece in Pieces.Cut(stream, cuts))
            scanner.Feed(piece.Span);
        return scanner.Usage;
    }

    private static TokenUsage Scan(string stream) => Scan(Encoding.UTF8.GetBytes(stream));

    [Theory]
    [InlineData("openai-chat")]
    [InlineData("crlf")]
    [InlineData("cr")]
    [InlineData("mixed-line-ends")]
    [InlineData("keep-alives")]
    [InlineData("byte-order-mark")]
    [InlineData("no-final-newline")]
    [InlineData("no-space-after-colon")]
    [InlineData("utf8")]
    [InlineData("azure")]
    public void chat_usage_is_read_whatever_the_streams_oddity(string stream) => Assert.Equal(Chat, Scan(EventStreams.Read(stream)));

    public static TheoryData<string, TokenUsage> OtherDialects { get; } = new()
    {
        { "multi-line-data", new(19, null, 10, null, 29) },
        { "continuous-usage", new(5, null, 3, null, 8) },
        { "groq", new(11, null, 7, null, 18) },
        { "choice-usage", new(13, null, 6, null, 19) },
        { "deepseek", new(30, 24, 9, null, 39) },
        { "anthropic", new(1325, 1200, 15, null, 1340, 100) },
        { "responses", new(37, 12, 11, 3, 48) },
        { "responses-incomplete", new(37, 12, 11, 3, 48) },
        { "openai-chat-no-usage", default },
        { "nim-rate-limited", default },
        { "anthropic-overloaded", default },
    };

    [Theory]
    [MemberData(nameof(OtherDialects))]
    public void every_dialect_is_understood(string stream, TokenUsage expected) => Assert.Equal(expected, Scan(EventStreams.Read(stream)));

    [Fact]
    public void the_last_usage_wins_whole() => Assert.Equal(
        new TokenUsage(7, null, 8, null, 15),
        Scan("data: {\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"completion_tokens_details\":{\"reasoning_tokens\":9}}}\n\ndata: {\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":8}}\n\n"));

    [Fact]
    public void a_zero_never_replaces_a_number()
    {
        Assert.Equal(new TokenUsage(1500, null, 7, null, 1507, null), Scan(
            "event: message_start\ndata: "
                + "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":1500,\"output_tokens\":1}}}\n\n" +
            "event: message_delta\ndata: {\"type\":\"message_delta\",\"usage\":{\"input_tokens\":0,\"output_tokens\":7}}\n\n"));
        Assert.Equal(new TokenUsage(1, null, 2, null, 3), Scan(
            "data: {\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}\n\ndata: "
                + "{\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0}}\n\n"));
        Assert.Equal(new TokenUsage(1, null, 2, null, 3), Scan(
            "data: {\"choices\":[{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}]}\n\ndata: "
                + "{\"choices\":[{\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}]}\n\n"));
    }

    [Fact]
    public void a_null_after_the_usage_takes_nothing_back() =>
        Assert.Equal(3, Scan(
            "data: {\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\n\ndata: {\"usage\":null}\n\ndata: [DONE]\n\n").Total);

    [Fact]
    public void usage_of_several_choices_in_one_event_is_summed_and_a_later_event_replaces_it() => Assert.Equal(
        new TokenUsage(4, null, 8, null, 12),
        Scan("data: {\"choices\":[{\"usage\":{\"prompt_tokens\":90}}]}\n\ndata: "
            + "{\"choices\":[{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":3}},{\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5}}]}\n\n"));

    [Theory]
    [InlineData("id: {\"usage\":{\"prompt_tokens\":1}}\n\n")]
    [InlineData(": data: {\"usage\":{\"prompt_tokens\":1}}\n\n")]
    [InlineData("d\uFEFFata: {\"usage\":{\"prompt_tokens\":1}}\n\n")]
    [InlineData("xdata: {\"usage\":{\"prompt_tokens\":1}}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"\\\"usage\\\":{\\\"prompt_tokens\\\":1}\"}}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"usage\":{\"prompt_tokens\":1}}}]}\n\n")]
    [InlineData("data: {\"other\":{\"usage\":{\"prompt_tokens\":1}}}\n\n")]
    [InlineData("data: {\"usage\":\"prompt_tokens\"}\n\n")]
    [InlineData("data: \"usage\"\n\ndata: usage\n\n")]
    public void what_only_looks_like_usage_is_none(string stream) => Assert.Equal(default, Scan(stream));

    [Fact]
    public void a_cut_stream_keeps_what_it_said_before()
    {
        var stream = EventStreams.Read("anthropic");
        var cut = Scan(stream[..(stream.Length - 200)]);
        Assert.Equal(1325, cut.Prompt);
    }

    [Fact]
    public void usage_agrees_under_every_split_of_every_recorded_stream()
    {
        foreach (var name in EventStreams.Names)
        {
            var stream = EventStreams.Read(name);
            var whole = Scan(stream);
            foreach (var cuts in Pieces.EveryCut(stream).Concat(Pieces.SingleBytes(stream)))
                Assert.True(whole == Scan(stream, cuts), $"{name} cut at {cuts[0]}");
            Pieces.RandomCuts(stream).Sample(cuts => whole == Scan(stream, cuts), iter: 200);
        }
    }

    [Fact]
    public void usage_agrees_under_every_split_of_garbled_streams()
    {
        var streams = EventStreams.Names.Select(EventStreams.Read).Where(s => s.Length < 2000).ToArray();
        Gen.Select(Gen.Int[0, streams.Length - 1], Gen.Int[0, 2000],
            Gen.OneOf(Gen.Byte, Gen.Const((byte)'\n'), Gen.Const((byte)'\r'), Gen.Const((byte)'"')), Gen.Int[0, 2000])
            .Sample((which, at, value, cut) =>
        {
            var stream = (byte[])streams[which].Clone();
            stream[at % stream.Length] = value;
            return Scan(stream) == Scan(stream, cut % stream.Length)
                && Scan(stream) == Scan(stream, [.. Enumerable.Range(0, stream.Length)]);
        }, iter: 5000);
    }

    [Fact]
    public void a_huge_event_is_followed_without_being_held()
    {
        using var scanner = new SseUsageScanner();
        var filler = Encoding.UTF8.GetBytes(new string('x', 16_384));
        scanner.Feed("data: {\"type\":\"response.completed\",\"response\":{\"output\":[{\"text\":\""u8);
        scanner.Feed(filler);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            scanner.Feed(filler);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        scanner.Feed("\"}],\"usage\":{\"input_tokens\":5,\"output_tokens\":6}}}\n\n"u8);
        Assert.Equal(11, scanner.Usage.Total);
    }

    [Fact]
    public void chunks_pass_without_allocation()
    {
        using var scanner = new SseUsageScanner();
        var stream = EventStreams.Read("openai-chat");
        scanner.Feed(stream);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            scanner.Feed(stream);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
