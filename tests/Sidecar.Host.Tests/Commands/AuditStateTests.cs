using System.Globalization;
using Sidecar.Host.Tests.Storage;

namespace Sidecar.Commands;

public sealed class AuditStateTests
{
    [Fact]
    public async Task while_the_server_runs_the_command_says_what_the_endpoint_says()
    {
        await using var stormed = await StormedSidecar.Start();
        var at = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);

        var line = await AuditLine.Run(stormed.Directory, "state", "--json", "--at", at);
        var answer = await stormed.Sidecar.Admin($"/admin/audit/state?at={Uri.EscapeDataString(at)}");

        Assert.Equal((0, ""), (line.Code, line.Error));
        Assert.True(System.Text.Json.JsonElement.DeepEquals(answer, line.Json), line.Output);
        var a = line.Json.GetProperty("backends")[0];
        Assert.Equal(("a", "cooling", "rate_limited"), (a.GetProperty("backend").GetString(), a.GetProperty("state").GetString(), a.GetProperty("reason").GetString()));
        Assert.Equal(429, a.GetProperty("cause").GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task a_copy_of_the_file_alone_is_read_and_nothing_appears_beside_it()
    {
        using var copy = new TemporaryDirectory();
        await using (var stormed = await StormedSidecar.Start())
        {
            await stormed.Sidecar.StopAsync();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            File.Copy(Path.Combine(stormed.Directory, "journal.db"), Path.Combine(copy.Path, "journal.db"));
        }

        var state = await AuditLine.Run(copy.Path, "state", "--json");
        var timeline = await AuditLine.Run(copy.Path, "timeline", "--json");

        Assert.Equal((0, 0), (state.Code, timeline.Code));
        Assert.Equal(3, state.Json.GetProperty("backends").GetArrayLength());
        Assert.Equal("null", timeline.Json.GetProperty("backends")[0].GetProperty("served").GetRawText());
        Assert.Equal(["journal.db"], Directory.EnumerateFiles(copy.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task the_table_names_reason_and_cause()
    {
        await using var stormed = await StormedSidecar.Start();

        var line = await AuditLine.Run(stormed.Directory, "state");

        Assert.Contains("rate_limited: ", line.Output, StringComparison.Ordinal);
        Assert.Contains("status 429", line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_directory_without_a_journal_is_an_error_of_one_line()
    {
        using var empty = new TemporaryDirectory();

        var line = await AuditLine.Run(empty.Path, "state");

        Assert.Equal((1, ""), (line.Code, line.Output));
        Assert.StartsWith("sidecar: there is no journal at ", line.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(empty.Path));
    }

    [Fact]
    public async Task a_malformed_instant_is_bad_usage() => Assert.Equal(2, (await AuditLine.Run("/nowhere", "state", "--at", "noon")).Code);
}
