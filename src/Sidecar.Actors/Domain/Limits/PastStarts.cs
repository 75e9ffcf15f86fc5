namespace Sidecar.Domain.Limits;

/// <summary>Requests started earlier, by another process or before a record begins, that still count.</summary>
/// <param name="Today">Requests started in the current day.</param>
/// <param name="Lately">Those within <see cref="Reach"/>, oldest first.</param>
public sealed record PastStarts(long Today, IReadOnlyList<PastStart> Lately)
{
    /// <summary>The longest window apart from a day.</summary>
    public static readonly TimeSpan Reach = LimitKind.Longest;

    public static readonly PastStarts None = new(0, []);
}

/// <summary>An attempt that was sent earlier.</summary>
/// <param name="Tokens">The tokens that it used; 0 if unknown.</param>
public readonly record struct PastStart(DateTimeOffset At, string Model, long Tokens);
