using Sidecar.Domain.Walk;

namespace Sidecar.Host.Storage;

/// <summary>A walk as read from the store: <paramref name="Facts"/> in their stored form, described in <c>docs/events.md</c>.</summary>
/// <param name="NameOf">The texts of the numbers in it; null: it contains none.</param>
public sealed record StoredWalk(
    string RequestId, DateTimeOffset ArrivedAt, int Outcome, byte[] Facts, Func<long, string?>? NameOf = null)
{
    /// <summary>Throws <see cref="InvalidDataException"/> if they cannot be read.</summary>
    public IReadOnlyList<StoredFact> ReadFacts() => WalkFactReader.Read(Facts, RequestId, NameOf);
}
