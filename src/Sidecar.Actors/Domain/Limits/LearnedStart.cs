namespace Sidecar.Domain.Limits;

/// <summary>A start as <see cref="LearnedLimits"/> knows it, for the report of what became of it.</summary>
/// <param name="At">Its instant, in UTC ticks, by which it is known.</param>
/// <param name="Others">Attempts in flight when it was made.</param>
/// <param name="Tokens">The estimate that it was counted with.</param>
public readonly record struct LearnedStart(long At, int Others, long Tokens);
