using System.Buffers;
using System.Text;
using CsCheck;
using Sidecar.Domain.Tests.Wire;
using Sidecar.Domain.Usage;

namespace Sidecar.Domain.Tests.Usage;

public class UsageEventFilterTests
{
    private const string UsageOnly = "data: {\"id\":\"x\",\"choices\":[],\"usage\":{\"prompt_tokens\":1}}\n\n";

    private static string Filter(byte[] stream, params int[] cuts)
    {
        using var filter = new UsageEventFilter();
        var output = new ArrayBufferWriter<byte>();
        foreach (var piece in Pieces.Cut(stream, cuts))
            filter.Filter(piece.Span, output);
        filter.Complete(output);
        return Encoding.Latin1.GetString(output.WrittenSpan);
    }

    private static string Filter(string stream) => Filter(Encoding.Latin1.GetBytes(stream));

    private static string Text(string name) => Encoding.Latin1.GetString(EventStreams.Read(name));

    [Theory]
    [InlineData("openai-chat")]
    [InlineData("crlf")]
    [InlineData("cr")]
    [InlineData("byte-order-mark")]
    [InlineData("no-final-newline")]
    [InlineData("no-space-after-colon")]
    [InlineData("multi-line-data")]
    [InlineData("utf8")]
    [InlineData("azure")]
    [InlineData("mixed-line-ends")]
    [InlineData("keep-alives")]
    public void the_usage_only_event_is_taken_out_and_nothing_else(string name)
    {
        var before = Text(name);
        var after = Filter(EventStreams.Read(name));
        var at = before.Length - after.Length;
        Assert.True(at > 0);
        var start = Enumerable.Range(0, after.Length + 1).First(i => i == after.Length || before[i] != after[i]);
        // The events around it may begin with the same bytes, so the cut can seem to be a little late.
        var cut = Enumerable.Range(0, start + 1).Select(i => (Taken: before.Substring(i, at), Left: before[..i] + before[(i + at)..]))
            .Where(c => c.Left == after).ToList();
        Assert.Contains(cut, c => c.Taken.StartsWith("data:", StringComparison.Ordinal)
            && c.Taken.Contains("\"usage\":{\"prompt_tokens\":19", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{\"choices\":null,\"usage\":{\"total_tokens\":3}}")]
    [InlineData("{\"usage\":{\"total_tokens\":3}}")]
    [InlineData("{\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"provider\":\"p\",\"usage\":{\"total_tokens\":3},\"choices\":[],\"timings\":{\"ms\":1},\"error\":null,\"cost\":0.1}")]
    [InlineData("{\"choices\":[],\"x_groq\":{\"id\":\"r\",\"usage\":{\"total_tokens\":3}}}")]
    public void it_is_hidden_in_whatever_form_it_comes(string data) =>
        Assert.Equal("data: [DONE]\n\n", Filter($"data: {data}\n\ndata: [DONE]\n\n"));

    [Theory]
    [InlineData("{\"choices\":[],\"usage\":{\"total_tokens\":3},\"error\":{\"message\":\"late\"}}")]
    [InlineData("{\"choices\":null,\"usage\":{\"total_tokens\":3},\"error\":\"late\"}")]
    [InlineData("{\"usage\":{\"total_tokens\":3},\"citations\":[\"http://x\"]}")]
    [InlineData("{\"usage\":{\"total_tokens\":3},\"message\":\"late\"}")]
    [InlineData("{\"choices\":[{\"delta\":{}}],\"usage\":{\"total_tokens\":3}}")]
    [InlineData("{\"choices\":[],\"usage\":null}")]
    [InlineData("{\"choices\":[],\"prompt_filter_results\":[{\"x\":1}],\"usage\":null}")]
    public void what_says_anything_else_is_shown(string data) => Assert.Equal($"data: {data}\n\n", Filter($"data: {data}\n\n"));

    [Theory]
    [InlineData("openai-chat-no-usage")]
    [InlineData("continuous-usage")]
    [InlineData("groq")]
    [InlineData("choice-usage")]
    [InlineData("deepseek")]
    [InlineData("anthropic")]
    [InlineData("responses")]
    [InlineData("responses-incomplete")]
    [InlineData("nim-rate-limited")]
    [InlineData("openrouter-error")]
    [InlineData("bare-error")]
    public void a_stream_without_one_passes_byte_for_byte(string name) => Assert.Equal(Text(name), Filter(EventStreams.Read(name)));

    [Theory]
    [InlineData(UsageOnly, "")]
    [InlineData(": a\n" + UsageOnly + "data: [DONE]\n\n", "data: [DONE]\n\n")]
    [InlineData("\n\n: ping\n\n" + UsageOnly + "\n", "\n\n: ping\n\n\n")]
    [InlineData("data: {\"usage\":{\"prompt_tokens\":1},\"choices\":[ ]}\n\n", "")]
    [InlineData("data: {\"choices\":[],\"usage\":null}\n\n", null)]
    [InlineData("data: {\"choices\":[]}\n\n", null)]
    [InlineData("data: {\"choices\":[{}],\"usage\":{}}\n\n", null)]
    [InlineData("data: {\"x\":{\"choices\":[],\"usage\":{}}}\n\n", null)]
    [InlineData("data: [{\"choices\":[],\"usage\":{}}]\n\n", null)]
    [InlineData("data: {\"choices\":[],\"usage\":{}\n\n", null)]
    [InlineData("data: {\"choices\":[],\"usage\":{}} tail\n\n", null)]
    [InlineData(": {\"choices\":[],\"usage\":{}}\n\n", null)]
    [InlineData("data: \"usage\"\n\n", null)]
    public void only_no_choices_beside_a_usage_object_count(string stream, string? expected) =>
        Assert.Equal(expected ?? stream, Filter(stream));

    [Fact]
    public void an_event_is_released_with_its_blank_line_and_not_before()
    {
        using var filter = new UsageEventFilter();
        var output = new ArrayBufferWriter<byte>();
        filter.Filter("data: {\"a\":1}\n"u8, output);
        Assert.Equal(0, output.WrittenCount);
        filter.Filter("\ndata: {"u8, output);
        Assert.Equal("data: {\"a\":1}\n\n", Encoding.UTF8.GetString(output.WrittenSpan));
        filter.Complete(output);
        Assert.EndsWith("data: {", Encoding.UTF8.GetString(output.WrittenSpan), StringComparison.Ordinal);
    }

    [Fact]
    public void the_output_agrees_under_every_split_of_every_recorded_stream()
    {
        foreach (var name in EventStreams.Names)
        {
            var stream = EventStreams.Read(name);
            var whole = Filter(stream);
            foreach (var cuts in Pieces.EveryCut(stream).Concat(Pieces.SingleBytes(stream)))
                Assert.True(whole == Filter(stream, cuts), $"{name} cut at {cuts[0]}");
            Pieces.RandomCuts(stream).Sample(cuts => whole == Filter(stream, cuts), iter: 100);
        }
    }

    [Fact]
    public void the_output_agrees_under_every_split_of_random_lines()
    {
        var line = Gen.OneOf(Gen.Const(UsageOnly[..^2]), Gen.Const("data: x"), Gen.Const(": c"), Gen.Const("data: {"), Gen.Const(""));
        var end = Gen.OneOf(Gen.Const("\n"), Gen.Const("\r"), Gen.Const("\r\n"));
        Gen.Select(Gen.Select(line, end).List[0, 12], Gen.Int[0, 10_000].Array[0, 5]).Sample((lines, at) =>
        {
            var stream = Encoding.Latin1.GetBytes(string.Concat(lines.Select(l => l.Item1 + l.Item2)));
            var cuts = at.Select(a => a % (stream.Length + 1)).Order().ToArray();
            return Filter(stream) == Filter(stream, cuts);
        }, iter: 5000);
    }

    [Theory]
    [InlineData(1 << 19, true)]
    [InlineData(1 << 20, false)]
    public void an_event_too_long_to_hold_passes_as_it_comes(int padding, bool dropped)
    {
        var stream = Encoding.ASCII.GetBytes("data: {\"choices\":[],\"id\":\"" + new string('x', padding) + "\",\"usage\":{}}\n\n"
            + UsageOnly + "data: [DONE]\n\n");
        var expected = dropped ? "data: [DONE]\n\n".Length : stream.Length - UsageOnly.Length;
        Assert.Equal(expected, Filter(stream).Length);
        Assert.Equal(expected, Filter(stream, [.. Enumerable.Range(1, stream.Length / 50_000).Select(i => i * 50_000)]).Length);
    }

    [Fact]
    public void no_more_than_a_mebibyte_is_held_back()
    {
        using var filter = new UsageEventFilter();
        var output = new ArrayBufferWriter<byte>();
        var piece = Encoding.ASCII.GetBytes(new string('x', 100_000));
        for (var fed = piece.Length; fed < 3_000_000; fed += piece.Length)
        {
            filter.Filter(piece, output);
            Assert.InRange(fed - output.WrittenCount, 0, 1024 * 1024);
        }
    }
}
