using System.Text;
using Microsoft.Data.Sqlite;
using Sidecar.Domain.Walk;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;
using Sidecar.Ledger;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Commands;

/// <summary><c>audit export</c>: an incident in one file.</summary>
public sealed class AuditExportTests : IDisposable
{
    private const string Key = "sk-BACKENDKEY-4f1c";
    private const string HeaderKey = "sk-HEADERKEY-77aa";
    private const string ClientKey = "sk-CLIENTKEY-90de";
    private const string Prompt = "PROMPT-of-somebody";
    private const string UpstreamWords = "WORDS-of-a-model";

    private readonly TemporaryDirectory _elsewhere = new();

    private string Capsule => Path.Combine(_elsewhere.Path, "incident.capsule");

    public void Dispose() => _elsewhere.Dispose();

    [Fact]
    public async Task every_reading_command_answers_from_it_as_from_the_directory()
    {
        await using var stormed = await StormedSidecar.Start();

        var export = await AuditLine.Run(stormed.Directory, "export", "--request", stormed.FirstRequest, Capsule);

        Assert.Equal((0, ""), (export.Code, export.Error));
        var at = TimeProvider.System.GetUtcNow().ToString("O");
        foreach (var words in (string[][])[
            ["explain", stormed.FirstRequest], ["state", "--at", at], ["timeline", "--to", at], ["events"],
                ["backtest", "--from", "2020-01-01", "--to", "2120-01-01"],
            ["explain", stormed.FirstRequest, "--json"], ["backtest", "--json", "--from", "2020-01-01", "--to", "2120-01-01"]])
        {
            var (there, here) = (await AuditLine.Run(stormed.Directory, words), await AuditLine.Run(Capsule, words));
            Assert.Equal((0, there.Output), (here.Code, here.Output));
        }
    }

    [Fact]
    public async Task a_backtest_of_it_is_about_the_range_that_it_was_made_for()
    {
        await using var stormed = await StormedSidecar.Start();
        await AuditLine.Run(stormed.Directory, "export", "--request", stormed.FirstRequest, Capsule);

        var line = await AuditLine.Run(Capsule, "backtest", "--json");

        Assert.Equal(0, line.Code);
        Assert.Equal(1, line.Json.GetProperty("figures").GetProperty("requests").GetProperty("recorded").GetInt32());
    }

    [Fact]
    public async Task it_is_one_file_that_reading_leaves_as_it_is()
    {
        await using var stormed = await StormedSidecar.Start();
        await AuditLine.Run(stormed.Directory, "export", "--from", "2020-01-01", Capsule);
        var before = await File.ReadAllBytesAsync(Capsule);

        await AuditLine.Run(Capsule, "events");
        await AuditLine.Run(Capsule, "backtest");

        Assert.Equal([Capsule], Directory.EnumerateFileSystemEntries(_elsewhere.Path));
        Assert.Equal(before, await File.ReadAllBytesAsync(Capsule));
    }

    [Fact]
    public async Task it_holds_no_key_header_address_prompt_or_answer()
    {
        var error = $$$"""{"error":{"message":"{{{UpstreamWords}}} {{{Key}}}"}}""";
        await using var throttled = await FakeUpstream.Start(Reply.Json(error, 429, ("Retry-After", "60")));
        await using var failing = await FakeUpstream.Start(Reply.Json(error, 500));
        await using var good = await FakeUpstream.Start(Reply.Stream(Events.Delta(UpstreamWords) + Events.Usage + Events.Done));
        await using var sidecar = await RunningSidecar.Start(
            Backend("throttled", throttled, key: Key)
            + Backend("failing", failing, key: Key)
            + Backend("good", good, "fallback", key: Key, more: $$"""headers { "x-api-key" = "{{HeaderKey}}" }""")
            + InOrder);
        var body = $$"""{"model":"m","stream":true,"messages":[{"role":"user","content":"{{Prompt}}"}]}""";
        using var response = await sidecar.Send(Chat.Request(body, $"/v1/chat/completions?key={ClientKey}",
            ("Authorization", $"Bearer {ClientKey}"), ("X-Api-Key", ClientKey)));
        await response.Text();
        await sidecar.AttemptsOf(response.Id());
        await sidecar.Audit();

        var export = await AuditLine.Run(sidecar.DataDirectory, "export", "--request", response.Id(), "--json", Capsule);

        Assert.Equal((0, 1, 3), (export.Code, export.Json.GetProperty("requests").GetInt32(), export.Json.GetProperty("attempts")
            .GetInt32()));
        Assert.Equal((2, 1), (export.Json.GetProperty("events").GetInt32(), export.Json.GetProperty("policies").GetInt32()));
        var bytes = await File.ReadAllBytesAsync(Capsule);
        Assert.True(Holds(bytes, response.Id()));
        foreach (var secret in (string[])[Key, HeaderKey, ClientKey, Prompt, UpstreamWords, RunningSidecar.AdminToken, "x-api-key",
            throttled.Address.Authority, good.Address.Authority, "http://"])
            Assert.False(Holds(bytes, secret), secret);
    }

    [Fact]
    public async Task what_lies_further_away_stays_where_it_is()
    {
        await using var stormed = await StormedSidecar.Start();
        var store = new SqliteLedgerStoreAt(stormed.Directory);
        await store.Append("long-ago", TimeProvider.System.GetUtcNow().AddHours(-1));
        await store.Append("just-before", TimeProvider.System.GetUtcNow().AddMinutes(-4));

        await AuditLine.Run(stormed.Directory, "export", "--request", stormed.FirstRequest, Capsule);

        Assert.Equal(1, (await AuditLine.Run(Capsule, "explain", "long-ago")).Code);
        Assert.Equal(0, (await AuditLine.Run(Capsule, "explain", "just-before")).Code);
    }

    [Fact]
    public async Task nothing_is_overwritten_and_what_is_not_known_is_said()
    {
        await using var stormed = await StormedSidecar.Start();
        await File.WriteAllTextAsync(Capsule, "mine");

        var existing = await AuditLine.Run(stormed.Directory, "export", "--from", "2020-01-01", Capsule);
        var unknown = await AuditLine.Run(stormed.Directory, "export", "--request", "nobody", Capsule + "2");
        var nowhere = await AuditLine.Run(stormed.Directory, "export", "--from", "2020-01-01", "/nowhere/a.capsule");

        Assert.Equal((1, 1, 1), (existing.Code, unknown.Code, nowhere.Code));
        Assert.Contains("exists already", existing.Error, StringComparison.Ordinal);
        Assert.Contains("nobody", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("/nowhere", nowhere.Error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(Capsule));
        Assert.False(File.Exists(Capsule + "2"));
    }

    [Theory]
    [InlineData()]
    [InlineData("--request", "r", "--from", "2026-01-01")]
    public async Task either_a_request_or_a_range_is_to_be_named(params string[] words)
    {
        var line = await AuditLine.Run("/nowhere", ["export", "a.capsule", .. words]);

        Assert.Equal(2, line.Code);
        Assert.Contains("either --request", line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task it_cannot_be_verified_but_where_it_was_made()
    {
        await using var stormed = await StormedSidecar.Start();
        await AuditLine.Run(stormed.Directory, "export", "--from", "2020-01-01", Capsule);

        var line = await AuditLine.Run(Capsule, "verify");

        Assert.Equal(1, line.Code);
        Assert.Contains("part of the record", line.Error, StringComparison.Ordinal);
    }

    private static bool Holds(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    /// <summary>Adds walks to a ledger from outside the server.</summary>
    private sealed class SqliteLedgerStoreAt(string directory)
    {
        public async Task Append(string id, DateTimeOffset at)
        {
            using var store = new Sidecar.Host.Storage.Sqlite.SqliteLedgerStore(
                Sidecar.Host.Storage.Sqlite.SqliteFiles.In(directory).Ledger);
            await store.AppendAsync(
                [], [new WalkRow(id, at, 503, [new RequestArrived(at, id, "m", false, 1, null, 1, 1),
                new WalkEnded(at, 503, "no_backend_for_model", 0)])], default);
            SqliteConnection.ClearAllPools();
        }
    }
}
