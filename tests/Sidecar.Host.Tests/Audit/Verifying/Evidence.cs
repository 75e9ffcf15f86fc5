using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Walk;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Chain;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Host.Tests.Storage;
using Sidecar.Ledger;

namespace Sidecar.Host.Tests.Audit.Verifying;

/// <summary>A signed journal and ledger made by the server's own code, created once and copied for each test that tampers with
/// them.</summary>
/// <remarks>
/// Orderings 1 to 120 are <c>backend-a</c>, 121 to 230 <c>backend-b</c>, 231 to 233 <c>emergency</c>; each backend has a snapshot at 100.
/// Attempts 1 to 12 and walks 1 to 9 came in three batches; the walks of the first batch have been deleted because of their age.
/// </remarks>
public sealed class Evidence : IAsyncLifetime, IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();

    public string PublicKey => Path.Combine(_directory.Path, "public.pem");

    public string OtherPublicKey => Path.Combine(_directory.Path, "other.pem");

    public async Task InitializeAsync()
    {
        using var signing = MakeKey(PublicKey);
        MakeKey(OtherPublicKey).Dispose();
        await JournalOwner.Write(
            _directory.Path, ("backend-a", History.Of("a", 120)), ("backend-b", History.Of("b", 110)),
                ("emergency", History.Emergencies(3)));
        Chain(_directory.Path, signing);
        await WriteLedger(_directory.Path, signing);
        SqliteConnection.ClearAllPools();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _directory.Dispose();

    /// <summary>Copies both files into another directory.</summary>
    public void CopyTo(string directory)
    {
        foreach (var name in (string[])["journal.db", "ledger.db"])
            File.Copy(Path.Combine(_directory.Path, name), Path.Combine(directory, name));
    }

    public static void Chain(string directory, SigningKey? key)
    {
        using var chainer = new EventChainer(SqliteFiles.In(directory).Journal, key);
        while (chainer.ChainSome())
            continue;
        chainer.Checkpoint(Now);
    }

    public static WalkRow Walk(string request, DateTimeOffset arrivedAt, int status = 200) => new(request, arrivedAt, status,
    [
        new RequestArrived(arrivedAt, request, "m", false, 10, null, 1, 7),
        new WalkEnded(arrivedAt.AddSeconds(1), status, "Completed", 100),
    ]);

    public static UpstreamAnswered Answered(DateTimeOffset at) =>
        new(at, RequestPhase.Routing, "a", 1, 200, null, AttemptVerdict.Success, null);

    private static async Task WriteLedger(string directory, SigningKey key)
    {
        using var store = new SqliteLedgerStore(
            SqliteFiles.Prepare(directory).Ledger, new LedgerRetention { Key = key, Walks = TimeSpan.FromDays(1) },
                new FakeTimeProvider(Now));
        await store.InitializeAsync(default);
        for (var batch = 0; batch < 3; batch++)
        {
            var at = batch == 0 ? Now.AddDays(-2) : Now;
            var requests = Enumerable.Range(0, 4).Select(number => $"r{batch}{number}").ToList();
            await store.AppendAsync([.. requests.Select(request => LedgerRows.Attempt(request) with { At = at, TotalTokens = 18 })],
                [.. requests.Take(3).Select(request => Walk(request, at))], default);
        }
        await store.MaintainAsync();
    }

    private static SigningKey MakeKey(string publicPath)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(publicPath, key.ExportSubjectPublicKeyInfoPem());
        File.WriteAllText(publicPath + ".private", key.ExportPkcs8PrivateKeyPem());
        return SigningKey.Read(publicPath + ".private", isPrivate: true, out _)!;
    }
}
