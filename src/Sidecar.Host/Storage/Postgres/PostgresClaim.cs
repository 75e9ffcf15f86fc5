using Npgsql;

namespace Sidecar.Host.Storage.Postgres;

/// <summary>One Sidecar's claim on its database, held for as long as the process runs: two would number the same events twice.</summary>
internal sealed class PostgresClaim : IDisposable
{
    // Any number, the same in every Sidecar.
    private const long Key = 0x51DECA2_0001;

    // A server whose client's machine is gone finds out by itself within a minute, and not in the two hours that systems take by default.
    private const string FindOutSoon = "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3";

    private readonly NpgsqlConnection _connection;

    private PostgresClaim(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Null when another process has it. Throws <see cref="NpgsqlException"/>.</summary>
    public static PostgresClaim? Take(PostgresDatabase database)
    {
        // Out of the pool, whose connections are reset and closed when nobody uses them.
        var connection = database.Connect(isPooled: false);
        try
        {
            using (var settings = new NpgsqlCommand(FindOutSoon, connection))
                settings.ExecuteNonQuery();
            using var claim = new NpgsqlCommand($"SELECT pg_try_advisory_lock({Key})", connection);
            if (claim.ExecuteScalar() is true)
                return new PostgresClaim(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
        connection.Dispose();
        return null;
    }

    public void Dispose() => _connection.Dispose();
}
