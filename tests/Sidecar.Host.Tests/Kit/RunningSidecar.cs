using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sidecar.Host.Hosting;
using Sidecar.Host.RuntimeBackends;
using Sidecar.Host.Tests.Storage;
using Sidecar.Ledger;

namespace Sidecar.Host.Tests.Kit;

/// <summary>The real server, in this process, with a real port and real files; it can be stopped and started again over the same
/// files.</summary>
internal sealed class RunningSidecar : IAsyncDisposable
{
    public const string AdminToken = "admin-token-of-tests";

    private readonly TemporaryDirectory _directory = new();
    private readonly (string Name, string Value)[] _environment;
    private string _text;
    private WebApplication? _app;

    private RunningSidecar(string text, (string Name, string Value)[] environment) =>
        (_text, _environment) = (text, [("SIDECAR_ADMIN_TOKEN", AdminToken), .. environment]);

    public CapturedLog Log { get; } = new();

    public string DataDirectory => _directory.Path;

    public Uri Address { get; private set; } = null!;

    /// <summary>Adds nothing to what a test writes (no redirects, no cookies, no decompression), and hangs up at once when a response is
    /// disposed.</summary>
    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    /// <summary>The actors; the server may be listening before they have started.</summary>
    public Task<SidecarActors> Actors() => Services.GetRequiredService<StartingActors>().Started;

    /// <param name="text">The configuration inside <c>sidecar</c>.</param>
    public static async Task<RunningSidecar> Start(string text, params (string Name, string Value)[] environment)
    {
        var sidecar = new RunningSidecar(text, environment);
        await sidecar.StartAsync();
        return sidecar;
    }

    /// <summary>Stops in order and starts again over the same files.</summary>
    public async Task Restart(string? otherText = null)
    {
        _text = otherText ?? _text;
        await StopAsync();
        await StartAsync();
    }

    public async Task StopAsync()
    {
        if (_app is not { } app)
            return;
        _app = null;
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    public async Task<JsonElement> Admin(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AdminToken);
        using var response = await Client.SendAsync(request).Soon();
        Assert.Equal(200, (int)response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    /// <summary>All events of the journal, once everything that has happened so far is written.</summary>
    public async Task<IReadOnlyList<JsonElement>> Audit()
    {
        await (await Actors()).WhenWritten(Bounds.Wait);
        return [.. (await Admin("/admin/audit?limit=1000")).GetProperty("events").EnumerateArray()];
    }

    /// <summary>The ledger's rows for a request, once it has ended.</summary>
    public async Task<IReadOnlyList<StoredAttempt>> AttemptsOf(string requestId)
    {
        await Flushed(requestId);
        return [.. LedgerFile.Attempts(DataDirectory).Where(a => a.RequestId == requestId)];
    }

    /// <summary>The ledger's sums, once the request with this id has ended and its rows are written.</summary>
    public async Task<IReadOnlyList<JsonElement>> UsageAfter(string requestId, string groupBy = "backend")
    {
        await Flushed(requestId);
        return [.. (await Admin($"/admin/usage?group-by={groupBy}")).GetProperty("usage").EnumerateArray()];
    }

    /// <summary>Completes when the walk of this request is over and logged.</summary>
    public Task Ended(string requestId) => Log.Line(" 1002 ", requestId);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Log.Dispose();
        _directory.Dispose();
    }

    private async Task Flushed(string requestId)
    {
        await Ended(requestId);
        Assert.True(await LedgerFlush.FlushAsync((await Actors()).Ledger, Bounds.Wait));
    }

    private async Task StartAsync()
    {
        _app = SidecarServer.Build(StartingPoint.Of(Settings.Load(_text, DataDirectory, _environment)));
        _app.Services.GetRequiredService<ILoggerFactory>().AddProvider(Log);
        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single());
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ResponseDrainTimeout = TimeSpan.Zero
        };
        Client = new HttpClient(handler) { BaseAddress = Address };
    }
}
