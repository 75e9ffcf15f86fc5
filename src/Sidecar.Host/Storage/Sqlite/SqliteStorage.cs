using Akka.Hosting;
using Microsoft.Data.Sqlite;
using Sidecar.Dispatching;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Definitions;
using Sidecar.Domain.Limits;
using Sidecar.Journal;

namespace Sidecar.Host.Storage.Sqlite;

/// <summary>Two SQLite files in the data directory.</summary>
internal sealed class SqliteStorage(string dataDirectory) : IStorage
{
    private readonly SqliteFiles _files = SqliteFiles.In(dataDirectory);
    private static readonly IReadOnlyDictionary<string, PastStarts> Nothing = new Dictionary<string, PastStarts>();

    private readonly SqliteDirectJournal _direct = new(SqliteFiles.In(dataDirectory).Journal, TimeProvider.System);
    private DirectoryClaim? _claim;

    public string Place => dataDirectory;

    public StoredData Data => StoredData.In(_files, isOurs: true);

    public string? ChainedFile => _files.Journal;

    public DataFiles Files { get; } = new(SqliteFiles.In(dataDirectory));

    public void Claim() => _claim ??= SqliteFiles.Claim(dataDirectory);

    public IDirectJournal Direct => _direct;

    public string? FindWriteFault() => _direct.Fault is not null ? "events cannot be written" : _claim?.TryWrite();

    public void Prepare()
    {
        Files.LookBeforeStart();
        SqliteFiles.Prepare(dataDirectory);
        Files.Compare();
        // Opened while the rest of the start goes on.
        _direct.Start();
    }

    public DefinitionState ReadDefinitions() => StoredDefinitions.Read(_files.Journal);

    public IReadOnlyDictionary<string, JournalProtocol.Recovered>? StatesAtStart(IEnumerable<string> persistenceIds) =>
        Storage.StatesAtStart.Read(_files.Journal, persistenceIds);

    public IMaintainedLedgerStore OpenLedger(LedgerRetention retention, TimeProvider time) =>
        new SqliteLedgerStore(_files.Ledger, retention, time);

    public IReadOnlyDictionary<string, PastStarts> StartsBefore(IReadOnlyList<Backend> backends, DateTimeOffset now)
    {
        if (!File.Exists(_files.Ledger))
            return Nothing;
        try
        {
            // Not a connection that a writer of the tables gets later, because readers see them through views.
            var apart = new SqliteConnectionStringBuilder(SqliteFiles.ConnectionString(_files.Ledger)) { Pooling = false };
            using var ledger = new SqliteConnection(apart.ToString());
            ledger.Open();
            LedgerViews.Ensure(ledger);
            return RecentStarts.Read(ledger, backends, now);
        }
        catch (SqliteException)
        {
            // The file is new, or cannot be read: whoever writes to it reports that.
            return Nothing;
        }
    }

    public long LastWalk() => PolicyTable.LastWalk(_files.Ledger);

    public void RecordPolicy(DateTimeOffset at, string policy) => PolicyTable.Append(_files.Ledger, at, policy);

    // The files are closed by those who opened them.
    public void Dispose()
    {
        _direct.Dispose();
        _claim?.Dispose();
    }

    public AkkaConfigurationBuilder AddJournal(AkkaConfigurationBuilder akka) => akka.WithSidecarJournal(dataDirectory);
}
