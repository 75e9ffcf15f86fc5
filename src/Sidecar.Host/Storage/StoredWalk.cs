using Sidecar.Domain.Walk;

namespace Sidecar.Host.Storage;

/// <summary>A walk as it is read again: <paramref name="Facts"/> in the form in which they are stored, described in
/// <c>docs/events.md</c>.</summary>
/// <param name="NameOf">The texts that it holds numbers of; null: it holds none.</param>
public sealed record StoredWalk(
    string RequestId, DateTimeOffset ArrivedAt, int Outcome, byte[] Facts, Func<long, string?>? NameOf = null)
{
    /// <summary>Throws <see cref="InvalidDataException"/> when they cannot be read.</summary>
    public IReadOnlyList<StoredFact> ReadFacts() => WalkFactReader.Read(Facts, RequestId, NameOf);
}
