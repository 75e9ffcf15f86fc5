using System.Buffers;
using System.Text;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Door;
using Sidecar.Domain.Translation;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Fuzz;

/// <summary>Whatever comes over the wire: no reader throws, none takes a tenth of a second for it, none takes more memory than it has to,
/// none keeps any. <c>./fuzz</c> runs them for a minute, <c>./fuzz night</c> with 10,000,000 inputs each.</summary>
[Collection(FuzzRun.Alone)]
public sealed class ReaderFuzzTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero);
    private static readonly IReadOnlyList<byte[]> Corpus = [.. Fixtures("sse"), .. Fixtures("providers").SelectMany(Bodies), .. Requests];
    private static readonly AnswerFacts Facts = new("req1", "m", ShowsReasoning: true);
    private static readonly int[] Statuses = [200, 400, 401, 402, 403, 404, 413, 422, 429, 498, 500, 501, 503, 505, 529];

    private static readonly string[] HeaderNames =
    [
        "retry-after", "retry-after-ms", "x-ratelimit-reset", "x-ratelimit-remaining", "x-ratelimit-reset-requests",
            "x-ratelimit-remaining-requests",
        "x-ratelimit-reset-tokens-day", "x-ratelimit-remaining-tokens-day", "ratelimit", "ratelimit-policy", "ratelimit-reset",
            "ratelimit-remaining",
        "anthropic-ratelimit-requests-reset", "anthropic-ratelimit-requests-remaining",
    ];

    private static IEnumerable<byte[]> Requests =>
    [
        .. new[]
        {
            """{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}],"stream_options":{"include_usage":true}}""",
            """{"input":"x","model":"text-embedding-3-small","metadata":{"user_id":"u"},"prompt_cache_key":"k"}""",
            """{"model":"m","max_tokens":9,"system":"s","stream":true,"tools":[{"name":"f","input_schema":{"type":"object"}}],"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}},{"type":"text","text":"hi"}]},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"x"}]}]}""",
            """{"model":"m","instructions":"s","stream":true,"text":{"format":{"type":"json_schema","name":"r","schema":{}}},"tools":[{"type":"function","name":"f","parameters":{}}],"input":[{"role":"user","content":[{"type":"input_text","text":"hi"},{"type":"input_image","image_url":"data:image/png;base64,AA=="}]},{"type":"function_call","call_id":"t1","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"t1","output":"x"}]}""",
            """data: {"id":"c1","choices":[{"index":0,"delta":{"role":"assistant","tool_calls":[{"index":0,"id":"t1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},"finish_reason":"tool_calls"}]}"""
                + "\n\ndata: [DONE]\n\n",
            "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n--b\r\nContent-Disposition: form-data; "
                + "name=\"file\"; filename=\"a.mp3\"\r\n\r\n\u0001\u0002\r\n--b--\r\n",
            "/v1/chat/completions?api-version=2024-10-21", "localhost:8080", "https://*.example.com:*",
                "\"default\";r=0;t=12, \"day\";r=4;q=100;w=86400",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    [Fact]
    public void envelopes() => Run("envelope", bytes =>
    {
        RequestEnvelopeReader.Read(bytes);
        FormEnvelopeReader.Read(bytes, "b");
        FormEnvelopeReader.BoundaryOf(Latin(bytes));
    });

    [Fact]
    public void framing_of_events() => Run("event framing", bytes =>
    {
        var end = SseFraming.FirstEventEnd(bytes);
        Assert.InRange(end, -1, bytes.Length);
        using var data = SseEventData.ReadFirst(bytes);
        var passed = 0;
        AnswerOpening.HasSaid(bytes, ref passed);
        AnswerOpening.HasSaid(bytes);
        BodyKinds.OfBeginning(bytes);
        UsageOnlyEvent.Is(bytes);
        AnswerModel.ReadJson(bytes);
        AnswerModel.ReadFirstEvent(bytes);
    });

    [Fact]
    public void usage_is_the_same_in_whatever_pieces_it_comes()
    {
        var pieces = new Mutation(Corpus, FuzzRun.Seed);
        Run("usage", bytes =>
        {
            foreach (var isStream in (bool[])[true, false])
            {
                using IUsageScanner whole = isStream ? new SseUsageScanner() : new JsonUsageScanner();
                using IUsageScanner cut = isStream ? new SseUsageScanner() : new JsonUsageScanner();
                whole.Feed(bytes);
                foreach (var (at, length) in pieces.Pieces(bytes.Length))
                    cut.Feed(bytes.AsSpan(at, length));
                Assert.Equal(whole.Usage, cut.Usage);
            }
        });
    }

    [Fact]
    public void errors()
    {
        var n = 0;
        Run("error vocabulary", bytes =>
        {
            var (status, isStream, isOwn) = (Statuses[n++ % Statuses.Length], n % 2 == 0, n % 3 == 0);
            var answer = AnswerJudgement.Of(new AnswerHead(status, true, isOwn, isStream), bytes, Now);
            Assert.True(answer.RetryAfter is not { } wait || wait >= TimeSpan.Zero);
            // The status line decides first, and nothing that follows can revoke it.
            Assert.True(status != 429 || answer.Verdict is AttemptVerdict.RateLimited or AttemptVerdict.TooLarge,
                $"{status}: {answer.Verdict}");
            AnswerJudgement.OfEvent(bytes, isOwn, Now);
            default(LaterErrorEvent).See(bytes);
        });
    }

    [Fact]
    public void times_to_come_again() => Run("Retry-After and relatives", bytes =>
    {
        var value = Latin(bytes);
        var wait = RetryHints.Read(name => name.Contains("remaining", StringComparison.Ordinal) ? "0" : value, HeaderNames, Now);
        Assert.True(wait is not { } asked || asked >= TimeSpan.Zero);
        DurationWords.TryRead(value, out _);
        ResetValue.Read(value, Now);
        RateLimitField.LongestReset(value, Now);
    });

    [Fact]
    public void addresses() => Run("addresses", bytes =>
    {
        var text = Latin(bytes);
        PathRules.StaysInside(text);
        HostPattern.Parse(text);
        OriginPattern.Parse(text);
        // Longer names never get this far.
        ModelSegment.TryEncode(text[..Math.Min(text.Length, RequestEnvelope.LongestModel)], out _);
        ViaRules.Names(text, "sidecar");
        Assert.False(Printable.Of(text).Contains('\u001b'));
    });

    [Fact]
    public void translated_requests()
    {
        var output = new ArrayBufferWriter<byte>();
        Run("translated requests", bytes =>
        {
            output.ResetWrittenCount();
            RequestTranslation.Write(Translations.MessagesToChat, bytes, new ChatForm(), output);
            RequestTranslation.Write(Translations.ResponsesToChat, bytes, new ChatForm(WithoutEffort: true), output);
        });
    }

    [Fact]
    public void translated_answers() => Run("translated answers", bytes =>
    {
        foreach (var translation in (Translations[])[Translations.MessagesToChat, Translations.ResponsesToChat])
        {
            var output = new ArrayBufferWriter<byte>();
            using var usage = new SseUsageScanner();
            using var filter = new UsageEventFilter(hidesUsage: false)
            {
                Rewriter = AnswerTranslation.Events(translation, Facts),
                Usage = usage,
            };
            usage.Feed(bytes);
            filter.Filter(bytes, output);
            filter.Complete(output);
            using var whole = new JsonUsageScanner();
            whole.Feed(bytes);
            AnswerTranslation.TryWrite(translation, Facts, bytes, whole, output);
            AnswerTranslation.Error(translation, Facts, 400, bytes);
        }
    });

    private static void Run(string reader, Action<byte[]> read) => new FuzzRun(reader).On(Corpus, read);

    private static string Latin(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static IEnumerable<byte[]> Fixtures(string folder) =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "fixtures", folder)).Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes);

    // Entries have three parts: "### what it means", "status type", and the body, each on its own line.
    private static IEnumerable<byte[]> Bodies(byte[] file) => Encoding.UTF8.GetString(file)
        .Split("### ", StringSplitOptions.RemoveEmptyEntries)
        .Select(fixture => Encoding.UTF8.GetBytes(string.Join('\n', fixture.Split('\n').Skip(2))));
}
