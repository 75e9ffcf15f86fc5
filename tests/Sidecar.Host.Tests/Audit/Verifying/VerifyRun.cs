using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sidecar.Host.Commands;
using Sidecar.Host.Tests.Storage;

namespace Sidecar.Host.Tests.Audit.Verifying;

/// <summary>A directory to tamper with, and what <c>audit verify</c> then says about it.</summary>
internal sealed class VerifyRun : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public VerifyRun(Evidence? evidence = null) => evidence?.CopyTo(_directory.Path);

    public string Directory => _directory.Path;

    public void Change(string file, params string[] statements)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Directory, file)};Pooling=False");
        connection.Open();
        foreach (var sql in statements)
            Assert.NotEqual(0, new SqliteCommand(sql, connection).ExecuteNonQuery());
    }

    public async Task<(int Code, string Output)> Verify(params string[] more)
    {
        using var output = new StringWriter();
        var code = await CommandLine.RunAsync(["audit", "verify", "--data", Directory, .. more],
            new CommandContext(new Dictionary<string, string>(), output, output));
        return (code, output.ToString());
    }

    public async Task<(int Code, JsonElement Report)> VerifyJson(params string[] more)
    {
        var (code, output) = await Verify([.. more, "--json"]);
        return (code, JsonDocument.Parse(output).RootElement);
    }

    public void Dispose() => _directory.Dispose();
}
