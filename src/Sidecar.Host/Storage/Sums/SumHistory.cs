using LinqToDB.Data;
using Sidecar.Domain.Sums;

namespace Sidecar.Host.Storage.Sums;

/// <summary>Reads the sums, whether they are being written or not. It never writes.</summary>
internal sealed class SumHistory(IReadableDatabase ledger)
{
    /// <summary>The slots of one span that begin in a range. Throws <see cref="InvalidDataException"/> if a later version wrote
    /// them.</summary>
    public Task<SumReading> ReadAsync(SumSpan span, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        // Reading blocks on the disk or the network, so it is moved off the threads that serve requests.
        Task.Run(() => Read(span, from, to), cancellation);

    private SumReading Read(SumSpan span, DateTimeOffset from, DateTimeOffset to)
    {
        using var open = ledger.Open();
        if (open is null || !ledger.HasTable(open, SumTable.Name))
            return SumReading.None;
        var slots = open.Query(
            row => (new SumKey(span, row.GetInt64(0)), SumSlotBytes.Read(row.GetFieldValue<byte[]>(1))),
            "SELECT slot, data FROM sums WHERE span = @span AND slot >= @from AND slot < @to",
            new DataParameter("span", (long)span),
            new DataParameter("from", SumKey.Of(span, from).Number), new DataParameter("to", SumKey.Of(span, to).Number)).ToList();
        var watched = open.Query(
            row => new Stretch(LedgerUnits.ToInstant(row.GetInt64(0)), LedgerUnits.ToInstant(row.GetInt64(1))),
            "SELECT from_us, to_us FROM sums_watched WHERE to_us > @from AND from_us < @to",
            new DataParameter("from", LedgerUnits.FromInstant(from)), new DataParameter("to", LedgerUnits.FromInstant(to))).ToList();
        return new SumReading(slots, watched);
    }
}

/// <param name="Slots">In any order; several may be of the same time.</param>
/// <param name="Watched">When a Sidecar was there to count.</param>
public sealed record SumReading(IReadOnlyList<(SumKey Key, SumSlot Slot)> Slots, IReadOnlyList<Stretch> Watched)
{
    public static SumReading None { get; } = new([], []);

    /// <summary>The labels of a dimension, those with the most attempts first.</summary>
    public IReadOnlyList<string> Labels(SumDimension dimension) =>
        [.. Slots.SelectMany(slot => slot.Slot.By(dimension)).GroupBy(cell => cell.Key, StringComparer.Ordinal)
            .OrderByDescending(label => label.Sum(cell => cell.Value[Measure.Attempts])).ThenBy(label => label.Key, StringComparer.Ordinal)
            .Select(label => label.Key)];
}
