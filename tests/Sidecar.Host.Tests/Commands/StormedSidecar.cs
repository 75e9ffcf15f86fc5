using Microsoft.Extensions.DependencyInjection;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Commands;

/// <summary>A real run that met 429s: backend a rests for a minute and b for an hour, c served the requests that came; then only an
/// emergency was left.</summary>
internal sealed class StormedSidecar : IAsyncDisposable
{
    private readonly List<FakeUpstream> _upstreams = [];

    public RunningSidecar Sidecar { get; private set; } = null!;

    public string Directory => Sidecar.DataDirectory;

    public string FirstRequest { get; private set; } = "";

    public static async Task<StormedSidecar> Start()
    {
        var stormed = new StormedSidecar();
        foreach (var reply in new[] { Reply.RateLimited("60"), Reply.RateLimited("3600"), Reply.Chat })
            stormed._upstreams.Add(await FakeUpstream.Start(reply));
        var (a, b, c) = (stormed._upstreams[0], stormed._upstreams[1], stormed._upstreams[2]);
        stormed.Sidecar = await RunningSidecar.Start(
            Backend("a", a) + Backend("b", b) + Backend("c", c, "fallback") + InOrder + "primary-wait.max-retries = 0\n");
        stormed.FirstRequest = await stormed.Send();
        c.Otherwise(Reply.RateLimited("60"));
        var last = await stormed.Send();
        await stormed.Sidecar.AttemptsOf(last);
        await (await stormed.Sidecar.Actors()).WhenWritten(Bounds.Wait);
        return stormed;
    }

    public async ValueTask DisposeAsync()
    {
        await Sidecar.DisposeAsync();
        foreach (var upstream in _upstreams)
            await upstream.DisposeAsync();
    }

    private async Task<string> Send()
    {
        using var response = await Sidecar.Post();
        await response.Text();
        return response.Id();
    }
}
