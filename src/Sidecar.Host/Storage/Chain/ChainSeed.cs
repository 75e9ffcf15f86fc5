using System.Security.Cryptography;
using System.Text;

namespace Sidecar.Host.Storage.Chain;

/// <summary>The start values of the chains. Each chain has its own, so that no part of one fits into another.</summary>
internal static class ChainSeed
{
    public const string Journal = "journal/journal";
    public const string JournalCheckpoints = "journal/checkpoints";
    public const string Names = "ledger/names";
    public const string Attempts = "ledger/attempts";
    public const string Walks = "ledger/walks";
    public const string Prunes = "ledger/prunes";
    public const string AttemptsPrunes = "ledger/attempts-prunes";
    public const string Policies = "ledger/policies";
    public const string LedgerCheckpoints = "ledger/checkpoints";

    /// <param name="chain">One of the names above.</param>
    public static byte[] Of(string chain) => SHA256.HashData(Encoding.UTF8.GetBytes($"sidecar-chain.v1:{chain}"));
}
