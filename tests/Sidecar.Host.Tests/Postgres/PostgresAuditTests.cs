using System.Text.Json;
using Sidecar.Host.Commands;
using Sidecar.Host.Tests.Commands;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Postgres;

/// <summary>The audit commands over the database that a configuration names.</summary>
public sealed class PostgresAuditTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [PostgresFact]
    public async Task every_command_reads_it()
    {
        using var directory = new TemporaryDirectory();
        await using var a = await FakeUpstream.Start(Reply.RateLimited("600"));
        await using var b = await FakeUpstream.Start();
        var (text, database) = (OverPostgres.Text + Backend("a", a) + Backend("b", b, "fallback") + Calm, await server.Database());
        string id;
        await using (var sidecar = await RunningSidecar.Start(text, (OverPostgres.Variable, database)))
        {
            using var response = await sidecar.Post();
            id = response.Id();
            await sidecar.UsageAfter(id);
        }
        var (file, capsule) = (Path.Combine(directory.Path, "sidecar.conf"), Path.Combine(directory.Path, "capsule.db"));
        await File.WriteAllTextAsync(file, WholeFile(text, directory.Path));

        var events = await Ask("events");
        var state = await Ask("state");
        var walk = await Ask("explain", id);
        var timeline = await Ask("timeline");
        var verified = await Ask("verify");
        var backtest = await Ask("backtest");
        var exported = await Ask("export", capsule, "--request", id);
        var elsewhere = await AuditLine.Run(capsule, "explain", id, "--json");

        Assert.Equal("cooldown-started.v1", events.GetProperty("events")[0].GetProperty("type").GetString());
        Assert.Equal("cooling", state.GetProperty("backends")[0].GetProperty("state").GetString());
        Assert.Equal(id, walk.GetProperty("id").GetString());
        Assert.Equal("a", timeline.GetProperty("backends")[0].GetProperty("backend").GetString());
        Assert.Equal(0, verified.GetProperty("differences").GetArrayLength());
        Assert.Equal(JsonValueKind.Object, backtest.ValueKind);
        Assert.Equal(1, exported.GetProperty("requests").GetInt32());
        Assert.Equal(id, elsewhere.Json.GetProperty("id").GetString());

        async Task<JsonElement> Ask(params string[] words)
        {
            await using var output = new StringWriter();
            await using var error = new StringWriter();
            var code = await CommandLine.RunAsync(
                ["audit", .. words, "--config", file, "--json"],
                    new CommandContext(new Dictionary<string, string> { [OverPostgres.Variable] = database }, output, error));
            Assert.True(code == 0, $"{words[0]}: {error}");
            return JsonDocument.Parse(output.ToString()).RootElement;
        }
    }
}
