namespace Sidecar.Domain.Limits;

/// <summary>How the load of a backend counts that has attempts open and answers none of them.</summary>
/// <remarks>
/// A request that is not streamed may hang for as long as its backend's <c>answer-timeout</c>, and cannot be called failed before. But
/// others need not follow it: while nothing is answered, least-loaded takes everybody else first, and only every few seconds one request
/// finds out whether the silence is over.
/// </remarks>
internal static class Silence
{
    /// <summary>Added to the attempts in flight of a silent backend: more than any other has.</summary>
    public const int Load = 1_000_000;

    /// <summary>After a silence of this length, attempts that a later one overtook are taken for lost: they are no load any
    /// more.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    /// <summary>Between two requests that find out: service is back within ten seconds of the end of a hang that lasted less than a
    /// minute.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);

    // Each of them may hang as well: in a hang of an hour there are some thirty.
    private const int TimesPause = 6;

    private const int TimesSlowest = 4;

    /// <summary>What it counts as.</summary>
    /// <param name="open">Attempts in flight, without lost ones.</param>
    /// <param name="unanswered">The time since the first start after the last answer.</param>
    /// <param name="started">The time since the last start.</param>
    /// <param name="slowest">The longest that an answer took of late; zero: none came yet.</param>
    public static int LoadOf(int open, TimeSpan unanswered, TimeSpan started, TimeSpan slowest)
    {
        var patience = PatienceWith(slowest);
        if (open == 0 || unanswered < patience)
            return open;
        return started >= AtLeast(AtLeast(Pause, patience), unanswered / TimesPause) ? 0 : Load + open;
    }

    /// <summary>For how long nothing need be answered without being a silence.</summary>
    public static TimeSpan PatienceWith(TimeSpan slowest) =>
        slowest == TimeSpan.Zero ? Long : AtLeast(Shortest, slowest * TimesSlowest);

    private static TimeSpan AtLeast(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
