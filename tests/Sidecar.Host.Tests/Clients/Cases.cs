namespace Sidecar.Host.Tests.Clients;

/// <summary>What clients are asked to do. Each name is also the name of the model that makes <see cref="ClientUpstream"/> play its
/// part.</summary>
internal static class Cases
{
    /// <summary>How a stream ends, and the words for it in the table's heading.</summary>
    public static readonly (string Name, string Says)[] Endings =
    [
        ("end-whole", "ends well"), ("end-reset", "reset"), ("end-stall", "silent past `timeout`"),
            ("end-body", "body without stream, reset"),
        ("end-told", "upstream tells an error, ends in order"), ("end-unfinished", "ends in order, unfinished"),
    ];

    /// <summary>Upstream or Sidecar knows that something is missing: no client may take these answers for complete.</summary>
    public static readonly string[] Cut = ["end-reset", "end-stall", "end-body"];

    private static readonly (string Name, string Says)[] Others =
    [
        ("plain", "plain"), ("streamed", "streamed"), ("tools", "two tools called at once, in pieces"), ("structured", "structured output"),
        ("image", "image of 2 MiB"), ("embeddings", "embeddings"), ("count", "counting tokens"), ("audio-up", "audio up (2 MiB)"),
        ("audio-down", "audio down (100 kB)"), ("silence", "70 s of silence before the first token"), ("abort", "hangs up in mid-stream"),
        ("bad", "400"), ("overflow", "too long for the model"), ("throttled", "429 everywhere"), ("exhausted", "nobody can be reached"),
        ("nobody-has-it", "no such model"),
    ];

    public static IReadOnlyList<string> OfChat { get; } = [.. Others.Select(c => c.Name)
        .Except(["count", "embeddings", "audio-up", "audio-down"])];

    public static IReadOnlyList<string> WithEmbeddings { get; } = [.. OfChat, "embeddings"];

    public static IReadOnlyList<string> WithAudio { get; } = [.. WithEmbeddings, "audio-up", "audio-down"];

    public static IReadOnlyList<string> WithCount { get; } = [.. OfChat, "count"];

    /// <summary>Calls of their own, which not every client has.</summary>
    public static readonly string[] OwnCalls = ["embeddings", "count", "audio-up", "audio-down"];

    /// <summary>The rows of a client's table, in the page's order.</summary>
    public static IEnumerable<(string Name, string Says)> Rows(Seat seat) =>
        Others.Where(c => seat.Cases.Contains(c.Name) || (!seat.IsTranslated && OwnCalls.Contains(c.Name)));
}
