namespace Sidecar.Domain.Limits;

/// <summary>What was started before, by another process or before a record begins, and still counts.</summary>
/// <param name="Today">Starts in the day under way.</param>
/// <param name="Lately">Those within <see cref="Reach"/>, oldest first.</param>
public sealed record PastStarts(long Today, IReadOnlyList<PastStart> Lately)
{
    /// <summary>No window but a day's reaches back further.</summary>
    public static readonly TimeSpan Reach = LimitKind.Longest;

    public static readonly PastStarts None = new(0, []);
}

/// <summary>An attempt that was sent before.</summary>
/// <param name="Tokens">What it used; 0 when unknown.</param>
public readonly record struct PastStart(DateTimeOffset At, string Model, long Tokens);
