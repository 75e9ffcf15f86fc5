namespace Sidecar.Domain.Limits;

/// <summary>A limit as it was learnt, and what shows it.</summary>
/// <param name="Kind">What is counted, and within which time.</param>
/// <param name="Number">The most that is started: requests, requests at once, the size of a bucket, or tokens.</param>
/// <param name="Refusals">When the refusals were sent that it explains, oldest first.</param>
public sealed record LearnedLimit(LimitKind Kind, long Number, IReadOnlyList<DateTimeOffset> Refusals)
{
    /// <summary>The same limit, whatever shows it.</summary>
    public bool IsSameAs(LearnedLimit? other) => other is not null && other.Kind == Kind && other.Number == Number;

    public bool Equals(LearnedLimit? other) => IsSameAs(other) && other!.Refusals.SequenceEqual(Refusals);

    public override int GetHashCode() => HashCode.Combine(Kind, Number, Refusals.Count);
}
