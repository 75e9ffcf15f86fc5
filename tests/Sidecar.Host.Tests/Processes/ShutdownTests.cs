using System.Diagnostics;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Processes;

/// <summary>SIGTERM: accept nothing new, let running requests finish, write everything down, exit with 0.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task a_running_stream_finishes_and_is_accounted_for()
    {
        using var directory = new TemporaryDirectory();
        var live = new LiveStream();
        await using var a = await FakeUpstream.Start(live.Reply);
        using var process = await SidecarProcess.Serve(Backend("a", a) + Calm, directory.Path);
        var answer = process.Post(Chat.Streamed);
        await live.Send(Events.Delta("before"));
        using var response = await answer;
        var body = await response.Content.ReadAsStreamAsync();
        await body.ReadThrough(Events.Delta("before"));

        await process.Terminate();
        await process.Says("draining");
        await live.Send(Events.Delta("after"));
        Assert.Equal(Events.Delta("after"), await body.ReadThrough("\n\n"));
        await live.Send(Events.Usage + Events.Done);
        live.End();

        Assert.Equal(Events.Done, await body.ReadRest());
        Assert.Equal(0, await process.ExitCode());
        var row = Assert.Single(LedgerFile.Attempts(directory.Path));
        Assert.Equal((response.Id(), null, 18L), (row.RequestId, row.ErrorClass, row.TotalTokens));
    }

    [Fact]
    public async Task new_requests_are_refused_while_it_drains()
    {
        using var directory = new TemporaryDirectory();
        var live = new LiveStream();
        await using var a = await FakeUpstream.Start();
        a.Then(live.Reply);
        using var process = await SidecarProcess.Serve(Backend("a", a) + Calm, directory.Path);
        var answer = process.Post(Chat.Streamed);
        await live.Send(Events.Delta("word"));
        using var response = await answer;

        await process.Terminate();
        await process.Says("draining");
        var status = await StatusOfAnother(process);

        Assert.True(status is null or 503, $"answered {status}");
        Assert.Equal(1, a.Count);
        live.End();
        Assert.Equal(0, await process.ExitCode());
    }

    [Theory]
    [InlineData("text/event-stream", Chat.Streamed)]
    [InlineData("application/json", Chat.Plain)]
    public async Task what_is_stuck_is_cut_when_the_drain_is_over(string type, string request)
    {
        using var directory = new TemporaryDirectory();
        var live = new LiveStream(type);
        await using var a = await FakeUpstream.Start(live.Reply);
        using var process = await SidecarProcess.Serve(Backend("a", a) + Calm + "http.drain = 1s", directory.Path);
        var answer = process.Post(request);
        await live.Send(Events.Delta("word"));
        using var response = await answer;
        var body = await response.Content.ReadAsStreamAsync();

        var left = Stopwatch.StartNew();
        await process.Terminate();

        await Assert.ThrowsAnyAsync<IOException>(() => body.ReadRest());
        Assert.Equal(0, await process.ExitCode());
        Assert.InRange(left.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(8));
        Assert.Equal("cancelled", Assert.Single(LedgerFile.Attempts(directory.Path)).ErrorClass);
        await (await a.Arrival()).Aborted.Task.Soon();
    }

    [Fact]
    public async Task what_waits_for_a_backend_is_cut_when_the_drain_is_over()
    {
        using var directory = new TemporaryDirectory();
        await using var a = await FakeUpstream.Start(Reply.RateLimited("40"));
        using var process = await SidecarProcess.Serve(Backend("a", a)
            + "http.drain = 1s, primary-wait { max-retries = 5, interval = 10s }", directory.Path);
        var waiting = process.Client.SendAsync(Chat.Request());
        await process.Says("status=429");

        await process.Terminate();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => waiting.Soon());
        Assert.Equal(0, await process.ExitCode());
    }

    [Fact]
    public async Task with_nothing_to_do_it_ends_at_once()
    {
        using var directory = new TemporaryDirectory();
        await using var a = await FakeUpstream.Start();
        using var process = await SidecarProcess.Serve(Backend("a", a) + Calm, directory.Path);
        using (var response = await process.Post())
            await response.Text();

        var left = Stopwatch.StartNew();
        await process.Terminate();

        Assert.Equal(0, await process.ExitCode());
        Assert.InRange(left.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8));
        Assert.Single(LedgerFile.Attempts(directory.Path));
        Assert.Contains("draining", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task it_can_be_stopped_while_it_still_tries_to_read_its_journal()
    {
        using var directory = new TemporaryDirectory();
        await using var a = await FakeUpstream.Start();
        new JournalFile(directory.Path).Add("backend-a", "from-the-future.v9", [1, 2, 3]);
        var file = Path.Combine(directory.Path, "sidecar.conf");
        await System.IO.File.WriteAllTextAsync(file, WholeFile(Backend("a", a) + Calm, directory.Path));
        using var process = SidecarProcess.Run("serve", "--config", file);
        await process.Says("could not be read");

        await process.Terminate();

        Assert.Equal(0, await process.ExitCode());
        Assert.DoesNotContain("serving on", process.Output, StringComparison.Ordinal);
    }

    private static async Task<int?> StatusOfAnother(SidecarProcess process)
    {
        try
        {
            using var response = await process.Post();
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
