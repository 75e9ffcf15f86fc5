using Sidecar.Host.Tests.Kit;
using Xunit.Abstractions;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Storage;

/// <summary>What a plain request leaves on disk, through the whole server: rows, indexes, chain and checkpoints.</summary>
public sealed class LedgerSizeTests(ITestOutputHelper output)
{
    private const int Requests = 3_000;
    private const int AtOnce = 8;

    [Fact]
    public async Task a_plain_request_takes_at_most_300_bytes()
    {
        await using var upstream = await FakeUpstream.Start();
        var text = Backend("nim-1", upstream) + Backend("nim-2", upstream) + Backend("groq-1", upstream, "fallback");
        await using var sidecar = await RunningSidecar.Start(text);
        await Ask(sidecar, Requests);
        await sidecar.StopAsync();
        var before = Size(sidecar);

        await sidecar.Restart();
        await Ask(sidecar, Requests);
        await sidecar.StopAsync();

        var bytes = (Size(sidecar) - before) / (double)Requests;
        output.WriteLine($"{bytes:0} bytes for a plain request");

        Assert.InRange(bytes, 1, 300);
        Assert.Equal(2 * Requests, LedgerFile.Attempts(sidecar.DataDirectory).Count);
    }

    private static Task Ask(RunningSidecar sidecar, int requests) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
    {
        for (var i = 0; i < requests / AtOnce; i++)
        {
            using var response = await sidecar.Post("""{"model":"meta/llama-3.3-70b-instruct","messages":[{"role":"user","content":"hi"}]}""");
            await response.Bytes();
        }
    }));

    private static long Size(RunningSidecar sidecar) =>
        Directory.EnumerateFiles(sidecar.DataDirectory, "ledger*").Sum(file => new FileInfo(file).Length);
}
