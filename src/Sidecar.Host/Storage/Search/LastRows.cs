using LinqToDB;
using LinqToDB.Data;
using Sidecar.Ledger;

namespace Sidecar.Host.Storage.Search;

/// <summary>The newest rows of the ledger.</summary>
/// <param name="Walks">Those that ended since the instant, oldest first.</param>
/// <param name="Attempts">The same, of attempts.</param>
/// <param name="IsWhole">False: there were more than could be read.</param>
internal sealed record LastRows(IReadOnlyList<RequestLine> Walks, IReadOnlyList<AttemptRow> Attempts, bool IsWhole)
{
    private const int RowsPerRead = 200;

    /// <summary>Blocks on the database.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="since">The instant.</param>
    /// <param name="least">So many walks are read, however old they are.</param>
    /// <param name="most">The most rows of each kind.</param>
    public static LastRows Read(IReadableDatabase ledger, DateTimeOffset since, int least, int most)
    {
        using var open = ledger.Open();
        if (open is null || !ledger.HasTable(open, "walks"))
            return new LastRows([], [], true);
        var walks = ReadWalks(open, since, least, most);
        var from = LedgerUnits.FromInstant(since);
        var attempts = open.GetTable<AttemptRecord>().Where(row => row.At >= from).OrderByDescending(row => row.At).Take(most)
            .AsEnumerable().Select(LedgerMapping.ToRow).ToList();
        walks.Reverse();
        attempts.Reverse();
        return new LastRows(walks, attempts, walks.Count < most && attempts.Count < most);
    }

    // Rows are stored in the order in which the walks ended.
    private static List<RequestLine> ReadWalks(DataConnection open, DateTimeOffset since, int least, int most)
    {
        var (found, before, nameOf) = (new List<RequestLine>(), long.MaxValue, NameTable.Read(open));
        while (found.Count < most)
        {
            var read = open.GetTable<WalkRecord>().Where(row => row.Id < before).OrderByDescending(row => row.Id)
                .Take(RowsPerRead).ToList();
            foreach (var line in read.Select(row => RequestLine.Of(LedgerMapping.ToRow(row, nameOf))))
            {
                if (line.EndedAt < since && found.Count >= least)
                    return found;
                found.Add(line);
            }
            if (read.Count < RowsPerRead)
                break;
            before = read[^1].Id;
        }
        return found;
    }
}
