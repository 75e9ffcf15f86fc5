using System.Diagnostics;
using System.Globalization;
using System.Text;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Door;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Fuzz;

/// <summary>Whatever comes over the wire, no reader throws, takes a tenth of a second for it, or takes more memory than it must.
/// SIDECAR_FUZZ says how many inputs each reader gets; a nightly run gives 10000000.</summary>
public sealed class ReaderFuzzTests
{
    private const int Seed = 20261128;

    private static readonly DateTimeOffset Now = new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero);
    private static readonly int Inputs = int.Parse(Environment.GetEnvironmentVariable("SIDECAR_FUZZ")
        ?? "40000", CultureInfo.InvariantCulture);
    private static readonly IReadOnlyList<byte[]> Corpus = [.. Fixtures("sse"), .. Fixtures("providers").SelectMany(Bodies), .. Requests];
    private static readonly int[] Statuses = [200, 400, 401, 402, 403, 404, 413, 422, 429, 498, 500, 503, 529];

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
            "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n--b\r\nContent-Disposition: form-data; "
                + "name=\"file\"; filename=\"a.mp3\"\r\n\r\n\u0001\u0002\r\n--b--\r\n",
            "/v1/chat/completions?api-version=2024-10-21", "localhost:8080", "https://*.example.com:*",
                "\"default\";r=0;t=12, \"day\";r=4;q=100;w=86400",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    [Fact]
    public void envelopes() => Run(bytes =>
    {
        RequestEnvelopeReader.Read(bytes);
        FormEnvelopeReader.Read(bytes, "b");
        FormEnvelopeReader.BoundaryOf(Latin(bytes));
    });

    [Fact]
    public void framing_of_events() => Run(bytes =>
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
        var pieces = new Mutation(Corpus, Seed);
        Run(bytes =>
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
        Run(bytes =>
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
    public void times_to_come_again() => Run(bytes =>
    {
        var value = Latin(bytes);
        var wait = RetryHints.Read(name => name.Contains("remaining", StringComparison.Ordinal) ? "0" : value, HeaderNames, Now);
        Assert.True(wait is not { } asked || asked >= TimeSpan.Zero);
        DurationWords.TryRead(value, out _);
        ResetValue.Read(value, Now);
        RateLimitField.LongestReset(value, Now);
    });

    [Fact]
    public void addresses() => Run(bytes =>
    {
        var text = Latin(bytes);
        PathRules.StaysInside(text);
        HostPattern.Parse(text);
        OriginPattern.Parse(text);
        // Longer names never get this far.
        ModelSegment.TryEncode(text[..Math.Min(text.Length, RequestEnvelope.LongestModel)], out _);
        ViaRules.Names(text, "sidecar");
        Assert.DoesNotContain('\u001b', Printable.Of(text));
    });

    private static void Run(Action<byte[]> read)
    {
        // What is compiled or created only once must not be charged to an input.
        foreach (var bytes in Corpus)
            read(bytes);
        var mutation = new Mutation(Corpus, Seed);
        for (var i = 0; i < Inputs; i++)
        {
            var bytes = mutation.Next();
            var (began, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            try
            {
                read(bytes);
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"input {i}: {Convert.ToBase64String(bytes)}", fault);
            }
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - allocated < (128 * bytes.Length) + (256 * 1024),
                $"input {i} took memory: {Convert.ToBase64String(bytes)}");
            // A single slow run may be the machine's fault.
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromMilliseconds(100)
                || IsQuick(read, bytes), $"input {i} took long: {Convert.ToBase64String(bytes)}");
        }
    }

    private static bool IsQuick(Action<byte[]> read, byte[] bytes) => Enumerable.Range(0, 5).Any(_ =>
    {
        var began = Stopwatch.GetTimestamp();
        read(bytes);
        return Stopwatch.GetElapsedTime(began) < TimeSpan.FromMilliseconds(100);
    });

    private static string Latin(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static IEnumerable<byte[]> Fixtures(string folder) =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "fixtures", folder)).Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes);

    // Entries have three parts: "### what it means", "status type", and the body, each on its own line.
    private static IEnumerable<byte[]> Bodies(byte[] file) => Encoding.UTF8.GetString(file)
        .Split("### ", StringSplitOptions.RemoveEmptyEntries)
        .Select(fixture => Encoding.UTF8.GetBytes(string.Join('\n', fixture.Split('\n').Skip(2))));
}
