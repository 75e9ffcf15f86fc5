using Sidecar.Host.Storage.Chain;
using Sidecar.Host.Storage.Sqlite;

namespace Sidecar.Host.Audit.Verifying;

/// <summary>Everything that <c>audit verify</c> does, apart from asking and printing. It only reads.</summary>
public static class Verification
{
    /// <param name="files">The files; a ledger that is not there is left out.</param>
    /// <param name="key">Verifies signatures; null: they are not looked at.</param>
    /// <param name="live">What a running server says; null: it is not asked.</param>
    /// <param name="isStopped">The server was stopped in order: events that are not chained are differences.</param>
    public static VerifyReport Run(SqliteFiles files, SigningKey? key, LiveState? live, bool isStopped = false)
    {
        var report = new VerifyReport();
        var comparison = live is null ? null : new LiveComparison(live);
        using (var journal = new EvidenceFile(files.Journal))
            new JournalVerification(journal, report, key, isStopped).Run(comparison is null ? null : comparison.See);
        if (File.Exists(files.Ledger))
        {
            using var ledger = new EvidenceFile(files.Ledger);
            new LedgerVerification(ledger, report, key).Run();
        }
        comparison?.Report(report);
        return report;
    }
}
