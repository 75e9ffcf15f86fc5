namespace Sidecar.Host.Demo;

/// <summary>A part of each minute, in seconds; the end is exclusive.</summary>
internal readonly record struct EachMinute(int From, int To)
{
    public bool Contains(TimeSpan since) => (since.TotalSeconds % 60) is var second && second >= From && second < To;
}

/// <summary>How one simulated upstream behaves.</summary>
/// <param name="Limit">Requests in any window of 10 s; above it the answer is 429, with a correct Retry-After.</param>
/// <param name="Rpm">The limit configured for Sidecar; 0: none, so that it learns from 429s.</param>
/// <param name="Outage">When it answers 500.</param>
/// <param name="StallShare">The share of streams that fall silent after their first event.</param>
/// <param name="CutShare">The share of streams that break off.</param>
/// <param name="KeyIsRefused">It always answers 401.</param>
internal sealed record SimulatedBackend(string Id, string Pool, int Limit, int Rpm = 0, EachMinute Outage = default, double StallShare = 0,
    double CutShare = 0, bool KeyIsRefused = false)
{
    public const string Model = "simulated-8b";

    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>Two valid keys, a revoked one, and two fallbacks with troubles of their own.</summary>
    public static IReadOnlyList<SimulatedBackend> All { get; } =
    [
        new("nim-1", "primary", Limit: 30, Rpm: 180),
        new("nim-2", "primary", Limit: 30, Outage: new(20, 28)),
        new("nim-revoked", "primary", Limit: 30, KeyIsRefused: true),
        new("groq", "fallback", Limit: 20, CutShare: 0.04),
        new("openrouter", "fallback", Limit: 15, StallShare: 0.04),
    ];
}
