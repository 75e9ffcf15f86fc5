using System.Data.Common;
using Akka.Hosting;
using Akka.Persistence.Sql.Config;
using Npgsql;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Definitions;
using Sidecar.Domain.Limits;
using Sidecar.Journal;

namespace Sidecar.Host.Storage.Postgres;

/// <summary>Journal and ledger in one PostgreSQL database. Its events are not chained by hash.</summary>
internal sealed class PostgresStorage(PostgresDatabase database) : IStorage
{
    private readonly PostgresDirectJournal _direct = new(database, TimeProvider.System);
    private PostgresClaim? _claim;

    public string Place => database.Place;

    public StoredData Data { get; } = new(database, database);

    public string? ChainedFile => null;

    public DataFiles Files { get; } = new(null);

    public void Claim() => Using(_ => _claim ??= PostgresClaim.Take(database)
        ?? throw new StorageInUseException(
            $"{Place}, is used by another Sidecar. Give each its own database, or wait until that one has ended."));

    public void Prepare()
    {
        Using(PostgresSchema.Ensure);
        // Connects while the rest of the start goes on, so that the first event need not wait for it.
        _direct.Start();
    }

    public DefinitionState ReadDefinitions() => Using(_ =>
    {
        using var journal = JournalView.Open(database);
        return journal is null
            ? DefinitionState.Empty
            : journal.Between(JournalIds.Definitions, 0, long.MaxValue)
                .Aggregate(DefinitionState.Empty, (state, row) => state.Apply(DefinitionEventCodec.Read(row.Manifest ?? "", row.Message)));
    });

    // The plugin's own recovery is as fast, because the database takes most of the time.
    public IReadOnlyDictionary<string, JournalProtocol.Recovered>? StatesAtStart(IEnumerable<string> persistenceIds) => null;

    public IDirectJournal Direct => _direct;

    public string? FindWriteFault() => _direct.Fault is not null ? "events cannot be written" : null;

    public IMaintainedLedgerStore OpenLedger(LedgerRetention retention, TimeProvider time) =>
        new PostgresLedgerStore(database, retention, time);

    public IReadOnlyDictionary<string, PastStarts> StartsBefore(IReadOnlyList<Backend> backends, DateTimeOffset now) =>
        Using(ledger => RecentStarts.Read(ledger, backends, now));

    public long LastWalk() => Using(ledger =>
    {
        using var last = new NpgsqlCommand("SELECT COALESCE(MAX(id), 0) FROM walks", ledger);
        return Convert.ToInt64(last.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    });

    public void RecordPolicy(DateTimeOffset at, string policy) => Using(ledger =>
    {
        using var insert = new NpgsqlCommand("INSERT INTO policies (at_us, policy) VALUES ($1, $2)", ledger)
        {
            Parameters = { new() { Value = LedgerUnits.FromInstant(at) }, new() { Value = PostgresText.Of(policy) } },
        };
        insert.ExecuteNonQuery();
    });

    public AkkaConfigurationBuilder AddJournal(AkkaConfigurationBuilder akka) => akka
        // Passed as an object: in the configuration, which may be logged, it would include a password.
        .AddSetup(new DataOptionsSetup(database.Options))
        .WithSqlJournal(PostgresDatabase.Provider, connectionString: "");

    public void Dispose()
    {
        _direct.Dispose();
        _claim?.Dispose();
    }

    private void Using(Action<NpgsqlConnection> act) => Using<object?>(connection =>
    {
        act(connection);
        return null;
    });

    private T Using<T>(Func<NpgsqlConnection, T> act)
    {
        try
        {
            using var connection = database.Connect();
            return act(connection);
        }
        catch (DbException fault)
        {
            throw new IOException(
                $"{Place}, cannot be used: {fault.Message} Is it running, and may the role of the connection string create tables there?",
                fault);
        }
    }
}
