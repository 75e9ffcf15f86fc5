using LinqToDB.Data;
using Sidecar.Domain.Sums;
using Sidecar.Host.Storage.Sums;

namespace Sidecar.Host.Storage.Search;

/// <summary>What the sums say about where an attempt can be found: most of a long ledger need not be read for a rare name.</summary>
/// <param name="now">Hours that are not over, or have just ended, are not summed yet.</param>
internal sealed class HourIndex(IReadableDatabase ledger, DataConnection open, RequestQuery query, DateTimeOffset now)
{
    public const long MicrosecondsPerHour = 3_600_000_000;

    private readonly long _until = LedgerUnits.FromInstant(now.AddHours(-1));

    // In an hour in which counting began, what was before is not in the sums.
    private readonly long _since = ledger.HasTable(open, SumTable.Name)
        ? open.Execute<long?>("SELECT MIN(from_us) FROM sums_watched") ?? long.MaxValue : long.MaxValue;
    private readonly Dictionary<long, bool> _known = [];

    public static long StartOf(long at) => at - (at % MicrosecondsPerHour);

    /// <summary>False: nothing in the hour of this instant can be what is looked for.</summary>
    public bool MayHold(long at)
    {
        if (StartOf(at) < _since || StartOf(at) >= _until)
            return true;
        var hour = at / MicrosecondsPerHour;
        if (!_known.TryGetValue(hour, out var may))
            _known.Add(hour, may = Look(hour));
        return may;
    }

    private bool Look(long hour)
    {
        var slots = open.Query(row => SumSlotBytes.Read(row.GetFieldValue<byte[]>(0)),
            "SELECT data FROM sums WHERE span = @span AND slot = @slot",
            new DataParameter("span", (long)SumSpan.Hour), new DataParameter("slot", hour)).ToList();
        // An hour without sums is one of an earlier version, or not yet over.
        return slots.Count == 0 || slots.Exists(slot => Holds(slot, SumDimension.Backend, query.Backend)
            && Holds(slot, SumDimension.Model, query.Model) && Holds(slot, SumDimension.Client, query.Client));
    }

    private static bool Holds(SumSlot slot, SumDimension dimension, string? label) =>
        label is null || slot.By(dimension).ContainsKey(label) || slot.By(dimension).ContainsKey(SumSlot.Rest);
}
