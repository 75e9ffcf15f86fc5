using System.Text;
using CsCheck;
using Sidecar.Domain.Usage;

namespace Sidecar.Domain.Tests.Usage;

public class JsonUsageScannerTests
{
    private const string Chat = """
        {"id":"c","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"say \"usage\":{\"prompt_tokens\":9} \\"},"finish_reason":"stop"}],
         "usage" : { "prompt_tokens": 12, "completion_tokens": 5, "total_tokens": 17, "prompt_tokens_details": {"cached_tokens": 3}, "note": "}{\"" } }
        """;

    private static TokenUsage Scan(byte[] body, params int[] cuts)
    {
        using var scanner = new JsonUsageScanner();
        foreach (var piece in Pieces.Cut(body, cuts))
            scanner.Feed(piece.Span);
        return scanner.Usage;
    }

    private static TokenUsage Scan(string body) => Scan(Encoding.UTF8.GetBytes(body));

    public static TheoryData<string, TokenUsage> Bodies { get; } = new()
    {
        { Chat, new(12, 3, 5, null, 17) },
        { """{"object":"list","data":[{"embedding":[0.1,-2e-3]}],"usage":{"prompt_tokens":8,"total_tokens":8}}""", new(8, null, null, null, 8) },
        { """{"usage":{"total_tokens":8}}""", new(null, null, 8, null, 8) },
        { """{"usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":8}}""", new(null, null, 8, null, 8) },
        { """{"usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}}""", new(0, null, 0, null, 0) },
        { """{"usage":{"prompt_tokens":4,"completion_tokens":0}}""", new(4, null, 0, null, 4) },
        { """{"choices":[{"usage":{"prompt_tokens":1,"completion_tokens":2}},{"usage":{"prompt_tokens":3,"completion_tokens":4}}]}""", new(4, null, 6, null, 10) },
        { """{"usage":{"prompt_tokens":0,"completion_tokens":0},"choices":[{"usage":{"prompt_tokens":1,"completion_tokens":2}}]}""", new(1, null, 2, null, 3) },
        { """{"choices":[{"usage":{"prompt_tokens":1,"completion_tokens":2}}],"usage":{"prompt_tokens":7,"completion_tokens":8,"total_tokens":15}}""", new(7, null, 8, null, 15) },
        { """{"choices":[{"text":"a"},{"x":[{"usage":{"prompt_tokens":9}}],"usage":{"prompt_tokens":1}}],"usage":{"total_tokens":5}}""", new(1, null, null, null, null) },
        { """{"type":"message","content":[{"text":"hi"}],"usage":{"input_tokens":10,"cache_read_input_tokens":5,"cache_creation_input_tokens":2,"output_tokens":4}}""", new(17, 5, 4, null, 21, 2) },
        { """{"object":"response","output":[],"usage":{"input_tokens":10,"input_tokens_details":{"cached_tokens":6},"output_tokens":4,"output_tokens_details":{"reasoning_tokens":2},"total_tokens":14}}""", new(10, 6, 4, 2, 14) },
        { """{"usage":{"prompt_tokens":30,"prompt_cache_hit_tokens":24,"completion_tokens":9}}""", new(30, 24, 9, null, 39) },
        // Reasoning counted beside the completion: recognised by the total, or by a number larger than the completion.
        { """{"usage":{"prompt_tokens":32,"completion_tokens":9,"total_tokens":135,"completion_tokens_details":{"reasoning_tokens":94}}}""", new(32, null, 103, 94, 135) },
        { """{"usage":{"prompt_tokens":32,"completion_tokens":9,"total_tokens":135,"reasoning_tokens":94}}""", new(32, null, 103, 94, 135) },
        { """{"usage":{"prompt_tokens":32,"completion_tokens":9,"total_tokens":135}}""", new(32, null, 103, null, 135) },
        { """{"usage":{"prompt_tokens":32,"completion_tokens":9,"completion_tokens_details":{"reasoning_tokens":94}}}""", new(32, null, 103, 94, 135) },
        { """{"usage":{"prompt_tokens":32,"completion_tokens":103,"total_tokens":135,"completion_tokens_details":{"reasoning_tokens":94}}}""", new(32, null, 103, 94, 135) },
        { """{"usage":{"prompt_tokens":32,"total_tokens":135}}""", new(32, null, 103, null, 135) },
        { """{"usage":{"prompt_tokens":1000,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":900,"cache_write_tokens":50}}}""", new(1000, 900, 1, null, 1001, 50) },
        { """{"usage":{"prompt_tokens":11.0,"completion_tokens":1e3}}""", new(11, null, 1000, null, 1011) },
        { """{"usage":{"prompt_tokens":1.5,"completion_tokens":1e30}}""", default },
        { """{"usage":{"prompt_tokens":-1,"completion_tokens":2.5,"total_tokens":99999999999999999999}}""", default },
        { """{"usage":{"prompt_tokens":"12","completion_tokens":null,"total_tokens":[1]}}""", default },
        { """{"usage":{"prompt_tokens":9000000000000000000,"completion_tokens":3}}""", new(null, null, 3, null, null) },
        { """{"usage":null,"x_groq":{"usage":{"prompt_tokens":1,"completion_tokens":1}}}""", new(1, null, 1, null, 2) },
        { """{"usage":{"prompt_tokens":1,}}""", default },
        { """{"usage":{"prompt_tokens":1""", default },
        { """{"a":"usage","b":{"usage":{"prompt_tokens":1}},"usages":{"prompt_tokens":1},"usag":{"prompt_tokens":1}}""", default },
        { """[{"usage":{"prompt_tokens":1}}]""", default },
        { "\uFEFF\r\n{\"usage\":{\"prompt_tokens\":1}}", new(1, null, null, null, null) },
        { "null", default },
        { "", default },
        { "<html>\"usage\":{\"prompt_tokens\":1}</html>", default },
        { """{"\u0075sage":{"prompt_tokens":1},"x\"usage":{"prompt_tokens":1}}""", default },
        { """{"us\nage":{"prompt_tokens":1}}""", default },
        { """{"response":{},"something_long":{"usage":{"prompt_tokens":1}}}""", default },
        { """{"usage":{"prompt_tokens":1}}{"usage":{"prompt_tokens":2}}""", new(1, null, null, null, null) },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void usage_is_read_from_where_it_belongs_and_nowhere_else(string body, TokenUsage expected) =>
        Assert.Equal(expected, Scan(body));

    [Theory]
    [MemberData(nameof(Bodies))]
    public void usage_agrees_under_every_split(string body, TokenUsage expected)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        foreach (var cuts in Pieces.EveryCut(bytes).Concat(Pieces.SingleBytes(bytes)))
            Assert.Equal(expected, Scan(bytes, cuts));
        Pieces.RandomCuts(bytes).Sample(cuts => Scan(bytes, cuts) == expected, iter: 200);
    }

    [Fact]
    public void usage_agrees_under_every_split_of_a_garbled_body() =>
        Gen.Select(Gen.Int[0, 400], Gen.OneOf(Gen.Byte, Gen.Const((byte)'"'), Gen.Const((byte)'\\'), Gen.Const((byte)'}')), Gen.Int[0, 400])
            .Sample((at, value, cut) =>
        {
            var body = Encoding.UTF8.GetBytes(Chat);
            body[at % body.Length] = value;
            return Scan(body) == Scan(body, cut % body.Length) && Scan(body) == Scan(body, [.. Enumerable.Range(0, body.Length)]);
        }, iter: 5000);

    [Theory]
    [InlineData(15_000, 1L)]
    [InlineData(17_000, null)]
    public void an_absurdly_long_usage_object_is_passed_over(int padding, long? prompt)
    {
        var body = "{\"usage\":{\"prompt_tokens\":1,\"pad\":\"" + new string('x', padding) + "\"},\"choices\":[]}";
        Assert.Equal(prompt, Scan(body).Prompt);
    }

    [Fact]
    public void a_large_body_passes_without_allocation()
    {
        using var scanner = new JsonUsageScanner();
        var filler = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\"a\\n\",[0.25,{\"k\":1}],", 500)));
        scanner.Feed("{\"data\":["u8);
        scanner.Feed(filler);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            scanner.Feed(filler);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        scanner.Feed("0],\"usage\":{\"prompt_tokens\":2}}"u8);
        Assert.Equal(2, scanner.Usage.Prompt);
    }
}
