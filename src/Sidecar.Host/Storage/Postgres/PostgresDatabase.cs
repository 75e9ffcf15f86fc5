using LinqToDB;
using LinqToDB.Data;
using Npgsql;

namespace Sidecar.Host.Storage.Postgres;

/// <summary>One PostgreSQL database with the tables of journal and ledger, in the first schema of the role's search path.</summary>
internal sealed class PostgresDatabase : IReadableDatabase
{
    // Journal requests time out after 5 s; an unreachable server must be told from a slow one before that.
    private const int ConnectSeconds = 4;
    private const int CommandSeconds = 30;

    public const string Provider = ProviderName.PostgreSQL15;

    private readonly NpgsqlConnectionStringBuilder _connection;

    public PostgresDatabase(string connectionString)
    {
        _connection = new NpgsqlConnectionStringBuilder(connectionString);
        if (!_connection.ContainsKey("Timeout"))
            _connection.Timeout = ConnectSeconds;
        if (!_connection.ContainsKey("Command Timeout"))
            _connection.CommandTimeout = CommandSeconds;
        if (string.IsNullOrEmpty(_connection.ApplicationName))
            _connection.ApplicationName = "sidecar";
        Options = new DataOptions().UseConnectionString(Provider, ConnectionString);
    }

    public string Place => $"PostgreSQL at {_connection.Host}:{_connection.Port}, database {_connection.Database ?? _connection.Username}";

    /// <summary>Contains a password: for the driver only.</summary>
    public string ConnectionString => _connection.ConnectionString;

    public DataOptions Options { get; }

    public DataConnection Open() => new(Options);

    public bool HasTable(DataConnection open, string table) =>
        open.Execute<int>("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = @name",
            new DataParameter("name", table)) > 0;

    /// <summary>An open connection of the driver. Throws <see cref="NpgsqlException"/>.</summary>
    public NpgsqlConnection Connect(bool isPooled = true)
    {
        var connection = new NpgsqlConnection(
            isPooled ? ConnectionString : new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Why the text cannot be a connection string, or "". The text is never repeated, because it contains a password.</summary>
    public static string FaultOf(string connectionString)
    {
        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(connectionString);
            return string.IsNullOrEmpty(parsed.Host) ? "holds a connection string without Host" : "";
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            return "holds no connection string of the form Host=…;Username=…;Password=…;Database=…";
        }
    }
}
