using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sidecar.Domain.Forecast;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Host.Tests.Storage;

namespace Sidecar.Host.Tests.Commands;

/// <summary><c>audit backtest</c> over the record of a real run.</summary>
public sealed class AuditBacktestTests
{
    [Fact]
    public async Task without_a_policy_every_recorded_decision_comes_out_again()
    {
        await using var stormed = await StormedSidecar.Start();

        var line = await AuditLine.Run(stormed.Directory, "backtest", "--json");

        Assert.Equal((0, ""), (line.Code, line.Error));
        var identity = line.Json.GetProperty("identity").EnumerateObject().ToDictionary(kind => kind.Name, kind => kind.Value);
        Assert.All(identity.Values, count => Assert.Equal((0, 0), (Count(count, "different"), Count(count, "tied"))));
        Assert.Equal((2, 2), (Count(identity["end"], "same"), Count(identity["round"], "same")));
        Assert.Equal(0, Count(line.Json, "without_a_walk"));
        Assert.Equal((2, 2, 2, 2), Figure(line.Json, "requests"));
    }

    [Fact]
    public async Task another_policy_stands_beside_what_happened()
    {
        await using var stormed = await StormedSidecar.Start();
        using var policy = new PolicyFile("sidecar { emergency.rounds = 0, backends.c { enabled = false } }");

        var line = await AuditLine.Run(stormed.Directory, "backtest", "--json", "--policy", policy.Path);

        Assert.Equal((0, ""), (line.Code, line.Error));
        // With two requests little is certain, so the intervals may be wider.
        foreach (var (figure, recorded, expected) in ((string, int, int)[])[
            ("emergencies", 1, 0), ("answered", 1, 0), ("503s", 1, 2), ("c: attempts", 3, 0)])
            Assert.Equal((figure, recorded, expected), (figure, Figure(line.Json, figure).Recorded, Figure(line.Json, figure).Expected));
        Assert.Equal(Forecaster.Runs, Count(line.Json, "simulations"));
    }

    [Fact]
    public async Task the_table_is_80_columns_wide_and_tells_intervals_and_what_is_little_known()
    {
        await using var stormed = await StormedSidecar.Start();
        using var policy = new PolicyFile(
            "sidecar.backends.new { pool = primary, base-url = \"http://127.0.0.1:9/v1\" }\nsidecar.pools = [primary, fallback]");

        var line = await AuditLine.Run(stormed.Directory, "backtest", "--policy", policy.Path);

        foreach (var part in (string[])["recorded", "policy.conf", "9 of 10 times", "little known", "wait_p99_s", "0 different",
            "as recorded"])
            Assert.Contains(part, line.Output, StringComparison.Ordinal);
        Assert.All(line.Output.Split('\n').TakeWhile(text => !text.StartsWith("calls that", StringComparison.Ordinal)), text =>
            Assert.True(text.TrimEnd().Length <= 80, text));
    }

    [Fact]
    public async Task a_range_leaves_out_what_came_before_it()
    {
        await using var stormed = await StormedSidecar.Start();
        var explained = await AuditLine.Run(stormed.Directory, "explain", stormed.FirstRequest, "--json");
        var first = explained.Json.GetProperty("arrived_at").GetDateTimeOffset();

        var line = await AuditLine.Run(stormed.Directory, "backtest", "--json", "--from", first.AddMilliseconds(1).ToString("O"));

        Assert.Equal((1, 1, 1, 1), Figure(line.Json, "requests"));
        Assert.All(line.Json.GetProperty("identity").EnumerateObject(), kind => Assert.Equal(0, Count(kind.Value, "different")));
    }

    [Fact]
    public async Task what_does_not_decide_is_passed_over()
    {
        await using var stormed = await StormedSidecar.Start();
        using var policy = new PolicyFile("""
            sidecar {
              data-dir = "/nowhere", audit.signing-key-file = "/nowhere.pem", http { urls = "http://0.0.0.0:1", deadline = 50s }
              backends.a { base-url = "https://elsewhere.example/v1", api-key-env = NOT_SET, headers { x = y } }
            }
            """);

        var line = await AuditLine.Run(stormed.Directory, "backtest", "--json", "--policy", policy.Path);

        Assert.Equal((0, ""), (line.Code, line.Error));
        Assert.All(line.Json.GetProperty("figures").EnumerateObject(), figure =>
            Assert.Equal(("certain", figure.Value.GetProperty("recorded").ToString()),
                (figure.Value.GetProperty("certainty").GetString(), figure.Value.GetProperty("expected").ToString())));
    }

    [Fact]
    public async Task a_faulty_policy_is_refused_with_its_place()
    {
        await using var stormed = await StormedSidecar.Start();
        using var policy = new PolicyFile("sidecar {\n  cooldown.bass = 5s\n  emergency.rounds = -1\n}");

        var line = await AuditLine.Run(stormed.Directory, "backtest", "--policy", policy.Path);

        Assert.Equal(2, line.Code);
        Assert.Contains("cooldown.bass", line.Error, StringComparison.Ordinal);
        Assert.Contains("emergency.rounds", line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_ledger_that_knows_no_policy_is_said_to_be_too_old()
    {
        await using var stormed = await StormedSidecar.Start();
        await stormed.Sidecar.StopAsync();
        using (var ledger = new SqliteConnection(SqliteFiles.ConnectionString(SqliteFiles.In(stormed.Directory).Ledger)))
        {
            ledger.Open();
            using var drop = ledger.CreateCommand();
            drop.CommandText = "DROP TABLE policies";
            drop.ExecuteNonQuery();
        }
        SqliteConnection.ClearAllPools();

        var line = await AuditLine.Run(stormed.Directory, "backtest");

        Assert.Equal(1, line.Code);
        Assert.Contains("holds no policy", line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_altered_record_is_found_out()
    {
        await using var stormed = await StormedSidecar.Start();
        await stormed.Sidecar.StopAsync();
        using (var ledger = new SqliteConnection(SqliteFiles.ConnectionString(SqliteFiles.In(stormed.Directory).Ledger)))
        {
            ledger.Open();
            using var alter = ledger.CreateCommand();
            alter.CommandText = "UPDATE names SET text = 'FailedAnswer' WHERE text = 'Success'";
            alter.ExecuteNonQuery();
        }
        SqliteConnection.ClearAllPools();

        var line = await AuditLine.Run(stormed.Directory, "backtest");

        Assert.Equal(1, line.Code);
        Assert.DoesNotContain(" 0 different", line.Output, StringComparison.Ordinal);
    }

    private static int Count(JsonElement count, string name) => count.GetProperty(name).GetInt32();

    private static (int Recorded, int Expected, int Low, int High) Figure(JsonElement report, string name)
    {
        var figure = report.GetProperty("figures").GetProperty(name);
        return (Count(figure, "recorded"), Count(figure, "expected"), Count(figure, "low"), Count(figure, "high"));
    }

    private sealed class PolicyFile : IDisposable
    {
        private readonly TemporaryDirectory _directory = new();

        public PolicyFile(string text) => File.WriteAllText(Path, text);

        public string Path => System.IO.Path.Combine(_directory.Path, "policy.conf");

        public void Dispose() => _directory.Dispose();
    }
}
