namespace Sidecar.Domain.Limits;

/// <summary>A started attempt as <see cref="LearnedLimits"/> knows it, needed to report its result.</summary>
/// <param name="At">Its instant, in UTC ticks, which identifies it.</param>
/// <param name="Others">Attempts in flight when it was started.</param>
/// <param name="Tokens">The estimate with which it was counted.</param>
public readonly record struct LearnedStart(long At, int Others, long Tokens);
