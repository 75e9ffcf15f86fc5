using System.Globalization;
using Sidecar.Host.Tests.Storage;

namespace Sidecar.Host.Tests.Commands;

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
        Assert.Equal(("a", "cooling", "rate_limited"), (a.GetProperty("backend").GetString(), a.GetProperty("state").GetString(),
            a.GetProperty("reason").GetString()));
        Assert.Equal(429, a.GetProperty("cause").GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task what_the_backends_remember_is_what_the_journal_leads_to()
    {
        await using var stormed = await StormedSidecar.Start();

        var live = await stormed.Sidecar.Admin("/admin/state");
        var told = await stormed.Sidecar.Admin("/admin/audit/state");

        var (memory, journal) = (live.GetProperty("backends")[0], told.GetProperty("backends")[0]);
        Assert.Equal(("a", "cooling"), (memory.GetProperty("backend").GetString(), memory.GetProperty("state").GetString()));
        Assert.All(["state", "reason", "since", "until", "streak", "cause", "failures", "epoch"], field =>
            Assert.Equal(journal.GetProperty(field).GetRawText(), memory.GetProperty(field).GetRawText()));
        Assert.Equal((0, 0), (memory.GetProperty("in_flight").GetInt32(), memory.GetProperty("unwritten_events").GetInt32()));
    }

    [Fact]
    public async Task copies_of_the_files_are_read_by_every_command_and_nothing_appears_beside_them()
    {
        using var copy = new TemporaryDirectory();
        await using (var stormed = await StormedSidecar.Start())
        {
            await stormed.Sidecar.StopAsync();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            foreach (var file in (string[])["journal.db", "ledger.db"])
                File.Copy(Path.Combine(stormed.Directory, file), Path.Combine(copy.Path, file));
        }

        var state = await AuditLine.Run(copy.Path, "state", "--json");
        var events = await AuditLine.Run(copy.Path, "events", "--json");
        var timeline = await AuditLine.Run(copy.Path, "timeline", "--json");
        var verify = await AuditLine.Run(copy.Path, "verify", "--json");
        var request = events.Json.GetProperty("events")[0].GetProperty("data").GetProperty("cause").GetProperty("request_id").GetString()!;
        var explain = await AuditLine.Run(copy.Path, "explain", request, "--json");

        Assert.All([state, events, timeline, verify, explain], line => Assert.Equal((0, ""), (line.Code, line.Error)));
        Assert.Equal(3, state.Json.GetProperty("backends").GetArrayLength());
        Assert.Equal(request, explain.Json.GetProperty("id").GetString());
        Assert.Equal(["journal.db", "ledger.db"], Directory.EnumerateFiles(copy.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task a_journal_without_its_ledger_tells_no_share_of_requests_served()
    {
        using var copy = new TemporaryDirectory();
        await using (var stormed = await StormedSidecar.Start())
        {
            await stormed.Sidecar.StopAsync();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            File.Copy(Path.Combine(stormed.Directory, "journal.db"), Path.Combine(copy.Path, "journal.db"));
        }

        var timeline = await AuditLine.Run(copy.Path, "timeline", "--json");

        Assert.Equal((0, "null"), (timeline.Code, timeline.Json.GetProperty("backends")[0].GetProperty("served").GetRawText()));
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
    public async Task a_malformed_instant_is_bad_usage() => Assert.Equal(
        2, (await AuditLine.Run("/nowhere", "state", "--at", "noon")).Code);
}
