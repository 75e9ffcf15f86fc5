using System.Diagnostics;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Host.Tests.Admin.Live;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Processes;

/// <summary>The live events of a real process that is killed, started again and told to stop.</summary>
public sealed class LiveEventsProcessTests
{
    private const string Storm = "primary-wait.max-retries = 0, emergency.rounds = 0\n";

    private int _models;

    [Fact]
    public async Task a_subscriber_of_a_killed_process_goes_on_with_the_next_and_has_seen_the_whole_journal_once()
    {
        using var directory = new TemporaryDirectory();
        var absent = Reply.Json("""{"error":{"message":"The model does not exist","code":"model_not_found"}}""", 404);
        await using var a = await FakeUpstream.Start(absent);
        await using var b = await FakeUpstream.Start(absent);
        var text = Backend("a", a) + Backend("b", b) + Storm;
        List<Frame> seen;
        string? lastId;
        using (var first = await SidecarProcess.Serve(text, directory.Path))
        {
            using var reader = await Follow(first, lastId: null);
            await Ask(first, 40);
            seen = await reader.Events(60);
            lastId = reader.LastId;
            await Ask(first, 10);
            await first.Kill();
        }

        using var second = await SidecarProcess.Serve(text, directory.Path);
        await Ask(second, 10);
        var page = await new AuditReader(new ReadableFile(SqliteFiles.In(directory.Path).Journal, IsOurs: true))
            .ReadAsync(new AuditQuery(Limit: 1000), default);
        Assert.True(page.Events.Count > 100, $"{page.Events.Count} events");
        using var again = await Follow(second, lastId);
        seen.AddRange(await again.Events(page.Events.Count - seen.Count));

        Assert.Equal(page.Events.Select(stored => $"{stored.Ordering}"), seen.Select(frame => frame.Id));
    }

    [Fact]
    public async Task a_drain_ends_the_stream_in_good_order_and_does_not_wait_for_it()
    {
        using var directory = new TemporaryDirectory();
        await using var a = await FakeUpstream.Start();
        using var process = await SidecarProcess.Serve(Backend("a", a) + Calm, directory.Path);
        using var reader = await Follow(process, lastId: null);

        var left = Stopwatch.StartNew();
        await process.Terminate();

        Assert.Null(await reader.NextOrEnd());
        Assert.Equal(0, await process.ExitCode());
        // The drain may take 30 s; if it waited for a stream, it would use them all.
        Assert.InRange(left.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.DoesNotContain("drain is over", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_walk_is_shown_under_the_id_that_its_client_was_given()
    {
        using var directory = new TemporaryDirectory();
        await using var a = await FakeUpstream.Start();
        using var process = await SidecarProcess.Serve(Backend("a", a) + Calm, directory.Path);
        using var reader = await Follow(process, lastId: null, "?walks=true");
        using var response = await process.Post();
        await response.Text();

        var walk = await reader.Next();

        Assert.Equal("walk", walk.Event);
        Assert.StartsWith($$"""{"id":"{{response.Id()}}","at":"2""", walk.Data, StringComparison.Ordinal);
        Assert.Contains(""","model":"m","status":200,"phase":"routing","backend":"a","attempts":1,"ms":""", walk.Data, StringComparison.Ordinal);
    }

    private static Task<LiveReader> Follow(SidecarProcess process, string? lastId, string query = "") =>
        LiveReader.Follow(process.Client, query, lastId, RunningSidecar.AdminToken);

    // Each attempt causes an event, because the upstream does not have the model.
    private async Task Ask(SidecarProcess process, int requests)
    {
        for (var i = 0; i < requests; i++)
        {
            using var response = await process.Post($$"""{"model":"m{{_models++}}","messages":[]}""");
            await response.Text();
        }
    }
}
