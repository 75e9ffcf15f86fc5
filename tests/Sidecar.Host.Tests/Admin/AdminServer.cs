using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sidecar.Host.Admin;
using Sidecar.Host.Admin.Live;
using Sidecar.Host.Audit;
using Sidecar.Host.Audit.Explaining;
using Sidecar.Host.RuntimeBackends;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Host.Tests.Storage;
using Sidecar.Ledger;

namespace Sidecar.Host.Tests.Admin;

/// <summary>The admin endpoints on a real port, over real files, with a client that has the token.</summary>
internal sealed class AdminServer : IAsyncDisposable
{
    public const string Token = "s3cret";

    private readonly TemporaryDirectory _directory = new();
    private readonly WebApplication _app;

    private AdminServer(string? token, TimeProvider time)
    {
        Journal = new JournalFile(_directory.Path);
        Ledger = new SqliteLedgerStore(SqliteFiles.In(_directory.Path).Ledger);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(new AdminToken(token, "MY_TOKEN"));
        var files = SqliteFiles.In(_directory.Path);
        var data = StoredData.In(files, isOurs: true);
        builder.Services.AddSingleton(data);
        builder.Services.AddDefinitions(StartingPoint.Of(Kit.Settings.Load(
            Kit.Settings.Backend("configured", "http://127.0.0.1:1/v1"), _directory.Path)));
        builder.Services.AddSingleton(new AuditReader(data.Journal));
        builder.Services.AddSingleton<ILedgerStore>(Ledger);
        builder.Services.AddSingleton(new RequestExplainer(data));
        builder.Services.AddSingleton(new RunningBackends(() => null));
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(Signals);
        builder.Services.AddSingleton(Subscribers);
        _app = builder.Build();
        _app.MapAdmin();
    }

    public JournalFile Journal { get; }

    public SqliteLedgerStore Ledger { get; }

    public LiveSignals Signals { get; } = new();

    public LiveSubscribers Subscribers { get; } = new();

    public HttpClient Client { get; } = new();

    public string DataDirectory => _directory.Path;

    public static async Task<AdminServer> Start(string? token = Token, TimeProvider? time = null)
    {
        var server = new AdminServer(token, time ?? TimeProvider.System);
        await server.Ledger.InitializeAsync(default);
        await server._app.StartAsync();
        server.Client.BaseAddress = new Uri(server._app.Urls.Single());
        server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return server;
    }

    public async Task<(int Status, JsonElement Answer)> Get(string path)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    /// <summary>Stops in order, as on SIGTERM.</summary>
    public Task Stop() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        Ledger.Dispose();
        _directory.Dispose();
    }
}
