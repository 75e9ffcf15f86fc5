using Npgsql;
using Sidecar.Host.Storage.Search;
using Sidecar.Host.Storage.Sums;

namespace Sidecar.Host.Storage.Postgres;

/// <summary>The ledger's tables in PostgreSQL. The journal's plugin creates its own.</summary>
internal static class PostgresSchema
{
    // Since version 2, facts are stored in binary form.
    public const int Version = 2;

    // Any number, as long as every Sidecar uses the same: two that start at once create the tables one after the other.
    private const long SchemaLock = 0x51DECA2;

    private const string Create = """
        CREATE TABLE IF NOT EXISTS ledger_version (version integer NOT NULL);
        CREATE TABLE IF NOT EXISTS attempts (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            at_us bigint NOT NULL,
            request_id text NOT NULL,
            attempt integer NOT NULL,
            backend text NOT NULL,
            pool text NOT NULL,
            model text NOT NULL,
            client text,
            phase text NOT NULL,
            status integer,
            error_class text,
            prompt_tokens bigint,
            cached_tokens bigint,
            completion_tokens bigint,
            reasoning_tokens bigint,
            total_tokens bigint,
            cost_pico bigint,
            latency_ms double precision NOT NULL,
            first_token_ms double precision,
            streamed boolean NOT NULL);
        CREATE INDEX IF NOT EXISTS attempts_at ON attempts (at_us);
        CREATE INDEX IF NOT EXISTS attempts_request ON attempts (request_id);
        CREATE TABLE IF NOT EXISTS walks (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            request_id text NOT NULL,
            arrived_at_us bigint NOT NULL,
            outcome integer NOT NULL,
            facts bytea NOT NULL);
        CREATE INDEX IF NOT EXISTS walks_request ON walks (request_id);
        CREATE INDEX IF NOT EXISTS walks_arrived ON walks (arrived_at_us);
        CREATE TABLE IF NOT EXISTS policies (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            at_us bigint NOT NULL,
            policy text NOT NULL);
        CREATE TABLE IF NOT EXISTS ledger_writers (
            writer uuid PRIMARY KEY,
            batch bigint NOT NULL,
            at timestamptz NOT NULL);
        INSERT INTO ledger_version SELECT 1 WHERE NOT EXISTS (SELECT FROM ledger_version);
        UPDATE ledger_version SET version = 2 WHERE version < 2;
        """;

    /// <summary>Creates whatever is missing. Throws <see cref="InvalidDataException"/> if a later version of Sidecar created the
    /// tables.</summary>
    public static void Ensure(NpgsqlConnection ledger)
    {
        using var transaction = ledger.BeginTransaction();
        Run(ledger, $"SELECT pg_advisory_xact_lock({SchemaLock})");
        Run(ledger, Create);
        Run(ledger, SumTable.CreateInPostgres);
        Run(ledger, $"{WalkSource.CreateIndex}; {AttemptSource.CreateIndex}");
        using (var version = new NpgsqlCommand("SELECT version FROM ledger_version", ledger))
            if (version.ExecuteScalar() is int found && found > Version)
                throw new InvalidDataException(
                    $"The usage ledger has schema version {found}, this Sidecar knows up to {Version}: it was written by a later one.");
        transaction.Commit();
    }

    private static void Run(NpgsqlConnection ledger, string sql)
    {
        using var command = new NpgsqlCommand(sql, ledger);
        command.ExecuteNonQuery();
    }
}
