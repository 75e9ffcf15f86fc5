using Npgsql;

namespace Sidecar.Host.Storage.Postgres;

/// <summary>A Sidecar's claim on its database, held as long as the process runs: two processes would give the same numbers to different
/// events.</summary>
internal sealed class PostgresClaim : IDisposable
{
    // Any number, as long as every Sidecar uses the same.
    private const long Key = 0x51DECA2_0001;

    // If the client's machine is gone, the server notices within a minute, instead of the systems' default of two hours.
    private const string FindOutSoon = "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3";

    private readonly NpgsqlConnection _connection;

    private PostgresClaim(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Null if another process holds it. Throws <see cref="NpgsqlException"/>.</summary>
    public static PostgresClaim? Take(PostgresDatabase database)
    {
        // Outside the pool, whose connections are reset and closed when unused.
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
