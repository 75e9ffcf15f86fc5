using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Postgres;

/// <summary>A real PostgreSQL server in a temporary directory, which ends with the tests. For speed, it does not protect its data against a
/// power cut.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    public const string Password = "postgres-s3cret-of-tests";

    private readonly string _directory = Directory.CreateTempSubdirectory("sidecar-postgres-").FullName;
    private readonly int _port = FreePort();
    private Process? _server;
    private int _databases;

    /// <summary>The directory of initdb and postgres; null if they are missing.</summary>
    public static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin"))
            .LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
        : null;

    private string Data => Path.Combine(_directory, "data");

    public async Task InitializeAsync()
    {
        if (Programs is null)
            return;
        var password = Path.Combine(_directory, "password");
        await File.WriteAllTextAsync(password, Password);
        // PostgreSQL refuses to run as root.
        if (Environment.IsPrivilegedProcess)
            await Run("chown", "-R", "postgres", _directory);
        await Run([.. AsUser("initdb"), "-D", Data, "-U", "sidecar", "-A", "scram-sha-256", $"--pwfile={password}", "-E", "UTF8",
            "--locale=C", "--no-sync"]);
        await StartAsync();
    }

    public async Task StartAsync()
    {
        Launch();
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (waited.Elapsed < Bounds.Wait)
            {
                // It is still starting, or found one of those that a crash left behind not yet gone.
                if (_server is { HasExited: true })
                    Launch();
            }
        }
    }

    /// <summary>Stops it as a power cut would.</summary>
    public async Task StopAsync()
    {
        await Run([.. AsUser("pg_ctl"), "-D", Data, "-m", "immediate", "-w", "stop"]);
        await _server!.WaitForExitAsync().Soon();
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>Its processes hang until they are let go on.</summary>
    public Task HangAsync() => SignalAsync("STOP");

    public Task GoOnAsync() => SignalAsync("CONT");

    /// <summary>All its processes are killed at once.</summary>
    public async Task CrashAsync()
    {
        await SignalAsync("KILL");
        await _server!.WaitForExitAsync().Soon();
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>A new and empty database.</summary>
    public async Task<string> Database()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await create.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    public async Task DisposeAsync()
    {
        if (_server is { HasExited: false })
            await StopAsync();
        _server?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={_port};Username=sidecar;Password={Password};Database={database}";

    private void Launch()
    {
        string[] line = [.. AsUser("postgres"), "-D", Data, "-c", $"port={_port}", "-c", "listen_addresses=127.0.0.1", "-c",
            "unix_socket_directories=", "-c", "fsync=off"];
        _server?.Dispose();
        _server = Process.Start(new ProcessStartInfo(line[0], line[1..]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _server.ErrorDataReceived += (_, _) => { };
        _server.BeginErrorReadLine();
        _server.BeginOutputReadLine();
    }

    private Task SignalAsync(string signal) =>
        Run(["kill", $"-{signal}", .. Family(_server!.Id).Select(id => id.ToString(CultureInfo.InvariantCulture))]);

    private static IEnumerable<int> Family(int process) =>
    [
        process,
        .. File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(child => Family(int.Parse(child, CultureInfo.InvariantCulture))),
    ];

    private static string[] AsUser(string program) =>
    [
        // Not by way of a program that stays as its parent and stops with it.
        .. Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]
            : Array.Empty<string>(),
        Path.Combine(Programs!, program),
    ];

    private static async Task Run(params string[] line)
    {
        using var process = Process.Start(new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().Soon();
        Assert.True(process.ExitCode == 0, $"{line[0]}: {await output}{await error}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
