using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Chain;

namespace Sidecar.Host.Audit.Verifying;

/// <summary>Verifies the ledger: first the regular deletions, then attempts and walks.</summary>
/// <param name="isStopped">The server was stopped normally, so a checkpoint covers everything.</param>
internal sealed class LedgerVerification(EvidenceFile file, VerifyReport report, SigningKey? key, bool isStopped)
{
    private static readonly string[] Tables = ["attempts", "walks"];

    /// <summary>The file's valid checkpoints.</summary>
    public List<Checkpoint> Found { get; private set; } = [];

    public void Run()
    {
        var checkpoints = Found = Checkpoints.Read(file, ChainSeed.LedgerCheckpoints, key, report);
        if (!file.HasTable(LinkTable.NameFor("attempts")))
        {
            foreach (var table in Tables.Where(file.HasTable))
                report.Add(new Checked(file.Name, table, file.Number($"SELECT COUNT(*) FROM {table}"), "not chained"));
            return;
        }
        if (file.HasTable(LinkTable.NameFor("names")))
            Table("names", NameTable.Columns, LinkHead.Start(ChainSeed.Names), Of(checkpoints, ChainSeed.Names));
        if (file.HasTable(LinkTable.NameFor(PolicyTable.Name)))
            Table(PolicyTable.Name, PolicyTable.Columns, LinkHead.Start(ChainSeed.Policies), Of(checkpoints, ChainSeed.Policies));
        Pruned(PrunedTable.Attempts, LedgerInserts.AttemptColumns, checkpoints);
        Pruned(PrunedTable.Walks, LedgerInserts.WalkColumns, checkpoints);
    }

    private void Pruned(PrunedTable table, IReadOnlyList<string> columns, List<Checkpoint> checkpoints)
    {
        var start = LinkHead.Start(table.Chain);
        // Ledgers of earlier versions have no such table for attempts.
        if (file.HasTable(table.Prunes))
        {
            var prunes = Of(checkpoints, table.PrunesChain);
            Table(table.Prunes, PrunedTable.Columns, LinkHead.Start(table.PrunesChain), prunes);
            start = LastPrune(table, prunes.LastOrDefault()?.Row ?? 0);
        }
        Table(table.Name, columns, start, Of(checkpoints, table.Chain));
    }

    private void Table(string table, IReadOnlyList<string> columns, LinkHead start, List<Checkpoint> checkpoints)
    {
        using var verification = new LedgerTableVerification(file, table, columns, start, checkpoints);
        report.Add(verification.Run());
        if (isStopped && verification.Last > checkpoints.LastOrDefault()?.Row)
            report.Add(new Difference(
                file.Name, table, verification.Last, "no checkpoint covers the row, although the server was stopped in order"));
        string[] notes =
        [
            .. verification.Unchained > 0 ? [$"{verification.Unchained} rows are not chained"] : Array.Empty<string>(),
            .. start.Last > 0 ? [$"rows up to {start.Last} were deleted as agreed"] : Array.Empty<string>(),
        ];
        report.Add(new Checked(file.Name, table, verification.Chained + verification.Unchained, string.Join("; ", notes)));
    }

    private LinkHead LastPrune(PrunedTable table, long covered)
    {
        using var rows = file.Read($"SELECT id, up_to, link, count, hash FROM {table.Prunes} ORDER BY id DESC LIMIT 1");
        if (!rows.Next())
            return LinkHead.Start(table.Chain);
        // Both are written in one transaction.
        if (rows.Whole(0) > covered)
            report.Add(new Difference(
                file.Name, table.Prunes, rows.Whole(0), "no checkpoint covers this deletion: it was not Sidecar that deleted"));
        return new LinkHead(rows.Whole(2), 1, rows.Whole(1), rows.Whole(3), rows.Bytes(4).ToArray());
    }

    private static List<Checkpoint> Of(List<Checkpoint> checkpoints, string chain) =>
        checkpoints.FindAll(checkpoint => checkpoint.Chain == chain);
}
