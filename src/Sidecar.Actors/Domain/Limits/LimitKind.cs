namespace Sidecar.Domain.Limits;

/// <summary>What a limit counts.</summary>
public enum LimitMeasure
{
    /// <summary>Requests in flight.</summary>
    AtOnce,

    /// <summary>Requests started in any window of a given length.</summary>
    Sliding,

    /// <summary>Requests started since the clock last showed a multiple of a given length.</summary>
    ByClock,

    /// <summary>Requests taken from a bucket that refills once in a given time; counted in thousandths of a request.</summary>
    Bucket,

    /// <summary>Tokens in any window of a given length.</summary>
    Tokens,
}

/// <summary>A kind of limit that an upstream may have; the number is what is learnt.</summary>
/// <param name="Measure">What it counts.</param>
/// <param name="Window">The period in which it counts; zero for <see cref="LimitMeasure.AtOnce"/>.</param>
public readonly record struct LimitKind(LimitMeasure Measure, TimeSpan Window)
{
    /// <summary>Windows longer than this are not learnt; such limits the upstream has to name itself.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);

    /// <summary>Every kind that is considered. The lengths are those that providers use, with enough others between them that a limit of
    /// any other length is close to one of them.</summary>
    public static readonly IReadOnlyList<LimitKind> All =
    [
        new(LimitMeasure.AtOnce, TimeSpan.Zero),
        .. Of(LimitMeasure.Sliding, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 20, 25, 30, 35, 40, 45, 50, 60, 75, 90, 120),
        .. Of(LimitMeasure.ByClock, 10, 15, 30, 60),
        .. Of(LimitMeasure.Bucket, 10, 30, 60),
        .. Of(LimitMeasure.Tokens, 60),
    ];

    /// <summary>Its index in <see cref="All"/>.</summary>
    internal static int IndexOf(LimitMeasure measure, TimeSpan window) => All.ToList().IndexOf(new LimitKind(measure, window));

    /// <summary>A description for people: "requests in any 60 s", "requests each 10 s by the clock".</summary>
    public string InWords => Measure switch
    {
        LimitMeasure.AtOnce => "requests at once",
        LimitMeasure.Sliding when Window == TimeSpan.Zero => "requests in an unknown period",
        LimitMeasure.Tokens when Window == TimeSpan.Zero => "tokens in an unknown period",
        LimitMeasure.Sliding => FormattableString.Invariant($"requests in any {Window.TotalSeconds} s"),
        LimitMeasure.ByClock => FormattableString.Invariant($"requests each {Window.TotalSeconds} s by the clock"),
        LimitMeasure.Bucket => FormattableString.Invariant($"requests at once, as many again in {Window.TotalSeconds} s"),
        _ => FormattableString.Invariant($"tokens in any {Window.TotalSeconds} s"),
    };

    /// <summary>Whether the count at an attempt includes the attempt itself.</summary>
    internal bool CountsItself => Measure is LimitMeasure.Bucket or LimitMeasure.Tokens;

    /// <summary>When the window that contains an instant began.</summary>
    /// <param name="ticks">The instant.</param>
    /// <param name="phase">By how much the windows of the upstream's clock begin after those of ours; below the window.</param>
    internal long Since(long ticks, long phase = 0) =>
        Measure == LimitMeasure.ByClock ? ticks - ((ticks - phase) % Window.Ticks) - 1 : ticks - Window.Ticks;

    private static IEnumerable<LimitKind> Of(LimitMeasure measure, params int[] seconds) =>
        seconds.Select(s => new LimitKind(measure, TimeSpan.FromSeconds(s)));
}
