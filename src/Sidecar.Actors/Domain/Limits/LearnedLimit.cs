namespace Sidecar.Domain.Limits;

/// <summary>A limit as it was learnt, and what shows it.</summary>
/// <param name="Kind">What is counted, and within which time.</param>
/// <param name="Number">The most that is started: requests, requests at once, the size of a bucket, or tokens.</param>
/// <param name="Refusals">When the refusals were sent that it explains, oldest first; none where the upstream's headers named it.</param>
public sealed record LearnedLimit(LimitKind Kind, long Number, IReadOnlyList<DateTimeOffset> Refusals)
{
    /// <summary>The upstream's headers named it: no refusal was needed.</summary>
    public bool IsNamed => Refusals.Count == 0;

    /// <summary>As it is told.</summary>
    public string InWords => FormattableString.Invariant($"{Number} {Kind.InWords}") + (IsNamed ? ", as its headers say" : "");

    /// <summary>The same limit, whatever shows it.</summary>
    public bool IsSameAs(LearnedLimit? other) => other is not null && other.Kind == Kind && other.Number == Number
        && other.IsNamed == IsNamed;

    public bool Equals(LearnedLimit? other) => IsSameAs(other) && other!.Refusals.SequenceEqual(Refusals);

    public override int GetHashCode() => HashCode.Combine(Kind, Number, Refusals.Count);
}
