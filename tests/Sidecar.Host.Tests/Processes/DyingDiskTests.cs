using System.Diagnostics;
using Sidecar.Host.Commands;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Processes;

/// <summary>A disk that hangs, and one that gives up.</summary>
public sealed class DyingDiskTests
{
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task one_that_hangs_is_told_within_a_second_and_what_happened_meanwhile_is_there_afterwards()
    {
        if (await FaultyDisk.Mount() is not { } mounted)
            return;
        await using var disk = mounted;
        await using var a = await FakeUpstream.Start();
        await using var b = await FakeUpstream.Start();
        using var process = await SidecarProcess.Serve(Backend("a", a) + Backend("b", b) + Calm, disk.Path);
        Assert.Equal("ready", (await Ready(process, "ready")).Said);

        await disk.Freeze();
        a.Otherwise(Reply.RateLimited("600"));
        var backends = new List<string?>();
        for (var i = 0; i < 3; i++)
            using (var answer = await process.Post())
                backends.Add($"{(int)answer.StatusCode} {answer.Label("backend")} after {answer.Label("attempts")}");
        var (said, longest) = await Ready(process, "not_writable");
        await disk.Thaw();
        var back = await Ready(process, "ready");
        await process.Terminate();

        Assert.Equal(["200 b after 2", "200 b after 1", "200 b after 1"], backends);
        Assert.StartsWith("not_writable", said, StringComparison.Ordinal);
        Assert.InRange(longest, TimeSpan.Zero, InTime);
        Assert.Equal(("ready", 0), (back.Said, await process.ExitCode()));
        Assert.Equal(4, LedgerFile.Attempts(disk.Path).Count);
        Assert.Contains("cooldown-started", await Events(disk.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task one_that_gave_up_is_told_requests_go_on_and_the_end_is_no_success()
    {
        if (await FaultyDisk.Mount() is not { } mounted)
            return;
        await using var disk = mounted;
        await using var upstream = await FakeUpstream.Start();
        using var process = await SidecarProcess.Serve(Backend("a", upstream) + Calm, disk.Path);
        Assert.Equal("ready", (await Ready(process, "ready")).Said);

        await disk.GiveUp();
        using var answer = await process.Post();
        var (said, _) = await Ready(process, "not_writable");
        await process.Terminate();

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.StartsWith("not_writable", said, StringComparison.Ordinal);
        Assert.Equal(1, await process.ExitCode());
        Assert.Contains("unwritten: exit code 1", process.Output, StringComparison.Ordinal);
    }

    // What readiness comes to say, and the least that any three answers in a row took at most: it is asked until they come in time,
    // because a busy machine is no fault of it.
    private static async Task<(string Said, TimeSpan Longest)> Ready(SidecarProcess process, string expected)
    {
        var (last, longest) = (new Queue<TimeSpan>(), TimeSpan.MaxValue);
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            var asked = Stopwatch.StartNew();
            using var answer = await process.Client.GetAsync(new Uri("/readyz", UriKind.Relative)).Soon();
            var said = (await answer.Text()).Trim();
            last.Enqueue(asked.Elapsed);
            if (last.Count > 3)
                last.Dequeue();
            if (last.Count == 3 && last.Max() < longest)
                longest = last.Max();
            if ((said.StartsWith(expected, StringComparison.Ordinal) && longest <= InTime) || waited.Elapsed > Bounds.Wait)
                return (said, longest);
        }
    }

    private static async Task<string> Events(string dataDirectory)
    {
        await using var output = new StringWriter();
        var file = Path.Combine(dataDirectory, "sidecar.conf");
        await CommandLine.RunAsync(["audit", "events", "--config", file],
            new CommandContext(new Dictionary<string, string>(), output, output));
        return output.ToString();
    }
}
