namespace Sidecar.Domain.Limits;

/// <summary>A learnt limit, and the evidence for it.</summary>
/// <param name="Kind">What is counted, and in which period.</param>
/// <param name="Number">The most that may be started: requests, simultaneous requests, the size of a bucket, or tokens.</param>
/// <param name="Refusals">When the refused attempts that it explains were sent, oldest first; none if the upstream's headers named the
/// limit.</param>
public sealed record LearnedLimit(LimitKind Kind, long Number, IReadOnlyList<DateTimeOffset> Refusals)
{
    /// <summary>The upstream's headers named it, so no refusal was needed.</summary>
    public bool IsNamed => Refusals.Count == 0;

    /// <summary>A description for people.</summary>
    public string InWords => FormattableString.Invariant($"{Number} {Kind.InWords}") + (IsNamed ? ", as its headers say" : "");

    /// <summary>By what it is known, for people.</summary>
    public string Evidence => IsNamed ? "by the headers of its answers"
        : "by the refusals of " + string.Join(", ", Refusals.TakeLast(5).Select(
            at => at.UtcDateTime.ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>Whether it is the same limit, whatever the evidence.</summary>
    public bool IsSameAs(LearnedLimit? other) => other is not null && other.Kind == Kind && other.Number == Number
        && other.IsNamed == IsNamed;

    public bool Equals(LearnedLimit? other) => IsSameAs(other) && other!.Refusals.SequenceEqual(Refusals);

    public override int GetHashCode() => HashCode.Combine(Kind, Number, Refusals.Count);
}
