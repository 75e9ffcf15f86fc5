using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Chain;

namespace Sidecar.Host.Audit.Verifying;

/// <summary>Verifies the ledger: what was deleted as agreed, then attempts and walks.</summary>
internal sealed class LedgerVerification(EvidenceFile file, VerifyReport report, SigningKey? key)
{
    private static readonly string[] Tables = ["attempts", "walks"];

    public void Run()
    {
        var checkpoints = Checkpoints.Read(file, ChainSeed.LedgerCheckpoints, key, report);
        if (!file.HasTable(LinkTable.NameFor("attempts")))
        {
            foreach (var table in Tables.Where(file.HasTable))
                report.Add(new Checked(file.Name, table, file.Number($"SELECT COUNT(*) FROM {table}"), "not chained"));
            return;
        }
        var prunes = Of(checkpoints, ChainSeed.Prunes);
        Table("prunes", PruneTable.Columns, LinkHead.Start(ChainSeed.Prunes), prunes);
        var left = LastPrune(prunes.LastOrDefault()?.Row ?? 0);
        Table("attempts", LedgerInserts.AttemptColumns, LinkHead.Start(ChainSeed.Attempts), Of(checkpoints, ChainSeed.Attempts));
        Table("walks", LedgerInserts.WalkColumns, left, Of(checkpoints, ChainSeed.Walks));
    }

    private void Table(string table, IReadOnlyList<string> columns, LinkHead start, List<Checkpoint> checkpoints)
    {
        using var verification = new LedgerTableVerification(file, table, columns, start, checkpoints);
        report.Add(verification.Run());
        string[] notes =
        [
            .. verification.Unchained > 0 ? [$"{verification.Unchained} rows are not chained"] : Array.Empty<string>(),
            .. start.Last > 0 ? [$"rows up to {start.Last} were deleted as agreed"] : Array.Empty<string>(),
        ];
        report.Add(new Checked(file.Name, table, verification.Chained + verification.Unchained, string.Join("; ", notes)));
    }

    private LinkHead LastPrune(long covered)
    {
        using var rows = file.Read("SELECT id, up_to, link, count, hash FROM prunes ORDER BY id DESC LIMIT 1");
        if (!rows.Next())
            return LinkHead.Start(ChainSeed.Walks);
        // Both are written in one transaction.
        if (rows.Whole(0) > covered)
            report.Add(new Difference(
                file.Name, "prunes", rows.Whole(0), "no checkpoint covers this deletion: it was not Sidecar that deleted"));
        return new LinkHead(rows.Whole(2), 1, rows.Whole(1), rows.Whole(3), rows.Bytes(4).ToArray());
    }

    private static List<Checkpoint> Of(List<Checkpoint> checkpoints, string chain) =>
        checkpoints.FindAll(checkpoint => checkpoint.Chain == chain);
}
