using Sidecar.Host.Storage.Chain;
using Sidecar.Host.Storage.Sqlite;

namespace Sidecar.Host.Audit.Verifying;

/// <summary>All of <c>audit verify</c> except for the command line and the output. It only reads.</summary>
public static class Verification
{
    /// <param name="files">The files; a missing ledger is skipped.</param>
    /// <param name="key">Verifies signatures; null: they are not checked.</param>
    /// <param name="live">The state of a running server; null: not compared.</param>
    /// <param name="isStopped">The server was stopped normally: anything not chained, or not covered by a checkpoint, is a
    /// difference.</param>
    /// <param name="witness">What a witness knows about the files' checkpoints; null: there is none.</param>
    public static VerifyReport Run(
        SqliteFiles files, SigningKey? key, LiveState? live, bool isStopped = false, IReadOnlyList<WitnessedHead>? witness = null)
    {
        var report = new VerifyReport();
        var comparison = live is null ? null : new LiveComparison(live);
        List<Checkpoint> ofJournal;
        List<Checkpoint>? ofLedger = null;
        using (var file = new EvidenceFile(files.Journal))
        {
            var journal = new JournalVerification(file, report, key, isStopped);
            journal.Run(comparison is null ? null : comparison.See);
            ofJournal = journal.Found;
        }
        if (File.Exists(files.Ledger))
        {
            using var file = new EvidenceFile(files.Ledger);
            var ledger = new LedgerVerification(file, report, key, isStopped);
            ledger.Run();
            ofLedger = ledger.Found;
        }
        Cross(
            report, new CrossCheck(Path.GetFileName(files.Journal), ofJournal), new CrossCheck(Path.GetFileName(files.Ledger), ofLedger),
            isStopped, witness);
        comparison?.Report(report);
        return report;
    }

    private static void Cross(
        VerifyReport report, CrossCheck journal, CrossCheck ledger, bool isStopped, IReadOnlyList<WitnessedHead>? witness)
    {
        report.Add(journal.Against(ledger.File, ledger.Found ?? [], ChainSeed.JournalCheckpoints, isStopped));
        report.Add(ledger.Against(journal.File, journal.Found ?? [], ChainSeed.LedgerCheckpoints, isStopped));
        foreach (var file in (CrossCheck[])[journal, ledger])
            report.Add(witness?.Where(head => head.File == file.File).Select(head => file.Fault(head.Checkpoint, head.Seal, "the witness"))
                .FirstOrDefault(fault => fault is not null));
        if (witness is not null)
            report.Add(new Checked("witness", "heads", witness.Count));
    }
}
