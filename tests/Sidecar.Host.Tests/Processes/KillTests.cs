using System.Diagnostics;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Processes;

/// <summary>SIGKILL in the middle of everything: what was stored stays, and what was not is little.</summary>
public sealed class KillTests
{
    [Fact]
    public async Task a_rest_outlives_the_process()
    {
        using var directory = new TemporaryDirectory();
        await using var a = await FakeUpstream.Start(Reply.RateLimited("600"));
        await using var b = await FakeUpstream.Start();
        var text = Backend("a", a) + Backend("b", b, "fallback") + Calm;
        using (var first = await SidecarProcess.Serve(text, directory.Path))
        {
            using var response = await first.Post();
            Assert.Equal("b", response.Label("backend"));
            await Until(() => JournalHolds(directory.Path, "cooldown-started.v1"));
            await first.Kill();
        }

        using var second = await SidecarProcess.Serve(text, directory.Path);
        using var after = await second.Post();

        Assert.Equal(("b", "1", 1), (after.Label("backend"), after.Label("attempts"), a.Count));
    }

    [Fact]
    public async Task the_first_answer_after_it_knows_of_the_rest_even_when_asked_for_while_it_starts()
    {
        using var directory = new TemporaryDirectory();
        await using var a = await FakeUpstream.Start(Reply.RateLimited("600"));
        await using var b = await FakeUpstream.Start();
        Uri address;
        using (var first = await SidecarProcess.Serve(Backend("a", a) + Backend("b", b, "fallback") + Calm, directory.Path))
        {
            address = first.Client.BaseAddress!;
            using var response = await first.Post();
            await Until(() => JournalHolds(directory.Path, "cooldown-started.v1"));
            await first.Kill();
        }
        var file = Path.Combine(directory.Path, "again.conf");
        await File.WriteAllTextAsync(file, WholeFile(Backend("a", a) + Backend("b", b, "fallback") + Calm + $"http.urls = \"{address}\"",
            directory.Path));

        using var second = SidecarProcess.Run("serve", "--config", file);
        second.Client.BaseAddress = address;
        using var answer = await FirstAnswer(second);

        Assert.Equal(("b", "1", 1), (answer.Label("backend"), answer.Label("attempts"), a.Count));
    }

    [Fact]
    public async Task rows_are_in_the_file_a_second_after_their_request()
    {
        const int Requests = 25;
        using var directory = new TemporaryDirectory();
        await using var a = await FakeUpstream.Start();
        using var process = await SidecarProcess.Serve(Backend("a", a) + Calm, directory.Path);
        for (var i = 0; i < Requests; i++)
        {
            using var response = await process.Post();
            await response.Text();
        }

        var ended = Stopwatch.StartNew();
        await Until(() => LedgerFile.Attempts(directory.Path).Count == Requests);
        // One second is promised; another is allowed for a busy machine.
        Assert.InRange(ended.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        await process.Kill();

        var rows = LedgerFile.Attempts(directory.Path);
        Assert.Equal((Requests, Requests), (rows.Count, rows.Select(r => r.RequestId).Distinct().Count()));
    }

    [Fact]
    public async Task a_process_killed_under_load_starts_again_over_its_files()
    {
        using var directory = new TemporaryDirectory();
        await using var a = await FakeUpstream.Start(Reply.Error(503));
        await using var b = await FakeUpstream.Start();
        var text = Backend("a", a) + Backend("b", b, "fallback") + Calm + "cooldown.overload-rest = 1s";
        using (var first = await SidecarProcess.Serve(text, directory.Path))
        {
            var load = Enumerable.Range(0, 50).Select(async _ =>
            {
                using var response = await first.Post();
            }).ToArray();
            await b.Arrival();
            await first.Kill();
            await Task.WhenAll(load).ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        using var second = await SidecarProcess.Serve(text, directory.Path);
        using var answer = await second.Post();

        Assert.Equal(200, (int)answer.StatusCode);
        // On a busy machine the journal's writers may take longer to open than the start waits for them.
        await Until(async () =>
        {
            using var ready = await second.Client.GetAsync(new Uri("/readyz", UriKind.Relative));
            return ready.IsSuccessStatusCode;
        });
    }

    private static async Task<HttpResponseMessage> FirstAnswer(SidecarProcess process)
    {
        HttpResponseMessage? answer = null;
        await Until(async () =>
        {
            try
            {
                answer = await process.Post();
                return true;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return answer!;
    }

    private static bool JournalHolds(string directory, string manifest) =>
        JournalFileBytes(directory).Any(bytes => bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(manifest)) >= 0);

    private static IEnumerable<byte[]> JournalFileBytes(string directory)
    {
        foreach (var path in Directory.EnumerateFiles(directory, "journal.db*"))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            yield return bytes;
        }
    }

    // There is no signal for a change in another process's file.
    private static Task Until(Func<bool> holds) => Until(() => Task.FromResult(holds()));

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var look = 0; !await holds(); look++)
        {
            Assert.True(look < 1000, "it never came");
            await Task.Delay(20);
        }
    }
}
