using System.Diagnostics;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Processes;

/// <summary>SIGSTOP: as when a machine is suspended, or a debugger holds the process.</summary>
public sealed class StoppedProcessTests
{
    [Fact]
    public async Task a_process_that_was_stopped_goes_on_where_it_was()
    {
        using var directory = new TemporaryDirectory();
        await using var a = await FakeUpstream.Start(Reply.RateLimited("600"));
        var held = new TaskCompletionSource();
        await using var b = await FakeUpstream.Start(new Reply(async context =>
        {
            await held.Task;
            await Reply.Chat.Act(context);
        }));
        using var process = await SidecarProcess.Serve(Backend("a", a) + Backend("b", b) + Calm, directory.Path);
        var before = process.Post();
        await b.Arrival();

        await Signal(process, "STOP");
        var during = process.Post();
        held.SetResult();
        var unanswered = await Task.WhenAny(before, during, Task.Delay(TimeSpan.FromSeconds(2)));
        await Signal(process, "CONT");
        using var first = await before;
        using var second = await during;
        using var third = await process.Post();
        var said = "";
        for (var waited = Stopwatch.StartNew(); said != "ready" && waited.Elapsed < Bounds.Wait; await Task.Delay(50))
            said = (await (await process.Client.GetAsync(new Uri("/readyz", UriKind.Relative)).Soon()).Text()).Trim();
        await process.Terminate();

        Assert.False(unanswered == before || unanswered == during);
        Assert.Equal(["200 b 2", "200 b 1", "200 b 1"], new[] { first, second, third }.Select(answer =>
            $"{(int)answer.StatusCode} {answer.Label("backend")} {answer.Label("attempts")}"));
        Assert.Equal(("ready", 1, 0), (said, a.Count, await process.ExitCode()));
        Assert.Equal(4, LedgerFile.Attempts(directory.Path).Count);
    }

    private static async Task Signal(SidecarProcess process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id]);
        await kill.WaitForExitAsync().Soon();
    }
}
