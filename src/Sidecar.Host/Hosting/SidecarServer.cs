using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Sidecar.Diagnostics;
using Sidecar.Dispatching;
using Sidecar.Host.Admin;
using Sidecar.Host.Admin.Describing;
using Sidecar.Host.Configuration;
using Sidecar.Host.Dashboard;
using Sidecar.Host.Hosting.Door;
using Sidecar.Host.Proxy;
using Sidecar.Host.RuntimeBackends;
using Sidecar.Host.Telemetry;
using Sidecar.Host.Telemetry.Logging;
using Sidecar.Host.Upstream;

namespace Sidecar.Host.Hosting;

/// <summary>Builds and runs the server.</summary>
public static class SidecarServer
{
    /// <summary>Serves until <paramref name="stop"/> or a signal, and returns the process's exit code. Throws if it cannot
    /// start.</summary>
    public static async Task<int> RunAsync(SidecarSettings settings, CancellationToken stop)
    {
        await using var app = Build(await OwnThread.Run(() => StartingPoint.Of(settings)));
        try
        {
            await app.StartAsync(stop);
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Stopped before it served.
            return ExitCodes.Fine;
        }
        var ended = app.WaitForShutdownAsync(stop);
        var gate = app.Services.GetRequiredService<RequestGate>();
        if (await gate.WhenDecided)
        {
            StartupLog.Serving(app.Logger, app.Services.GetRequiredService<BackendDefinitions>(), app.Urls);
            ServiceManager.Tell(app.Lifetime);
        }
        await ended;
        if (gate.Fault is { } fault)
            throw fault;
        return IsAllWritten(app, gate) ? ExitCodes.Fine : ExitCodes.Failed;
    }

    private static bool IsAllWritten(WebApplication app, RequestGate gate)
    {
        var rows = app.Services.GetRequiredService<SidecarMeter>().Ledger.Pending;
        var isBehind = gate.Actors?.Unwritten.Any == true;
        if (rows == 0 && !isBehind)
            return true;
        DataFileLog.StoppedUnwritten(app.Logger, rows, isBehind ? "some" : "no");
        return false;
    }

    /// <summary>The server, wired but not started.</summary>
    /// <param name="isQuiet">Write no log, because something else writes to the console.</param>
    internal static WebApplication Build(StartingPoint start, bool isQuiet = false)
    {
        var settings = start.Settings;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls([.. settings.Http.Urls]);
        builder.WebHost.ConfigureKestrel(Configure).UseSockets(InlineSockets.Configure);
        if (settings.Http.Certificate is { } files)
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(new CurrentCertificate(
                files, TimeProvider.System, kestrel.ApplicationServices.GetRequiredService<ILogger<CurrentCertificate>>()).Serve));
        if (isQuiet)
            builder.Logging.ClearProviders();
        else
            builder.Logging.AddSidecarConsole();
        // Kestrel may use the whole drain time; the ledger's last rows are written after it.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.Http.Drain + TimeSpan.FromSeconds(10));
        builder.Services.AddSidecar(start);
        // Of several factories that can listen, the last one is used.
        builder.Services.AddSingleton<IConnectionListenerFactory>(provider => new PatientListeners(
            ActivatorUtilities.CreateInstance<SocketTransportFactory>(provider), provider.GetRequiredService<Shortages>(),
                provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<DashboardSite>();
        builder.Services.AddSingleton(provider => new DescriptionSite(provider, builder.Services));

        var app = builder.Build();
        app.UseMiddleware<DoorCheck>();
        app.UseMiddleware<ProxyEndpoint>();
        app.Use(InlineSockets.OffTheSockets);
        var dashboard = app.Services.GetRequiredService<DashboardSite>();
        app.MapWhen(static context => DashboardPaths.Contains(context.Request.Path), site => site.Run(dashboard.InvokeAsync));
        var description = app.Services.GetRequiredService<DescriptionSite>();
        app.MapWhen(static context => DescriptionSite.Contains(context.Request.Path), site => site.Run(description.InvokeAsync));
        // WebApplication puts routing first unless it is called explicitly. Here it comes after the proxy, whose requests match no route.
        app.UseRouting();
        app.MapHealth();
        app.MapGet("/metrics", new MetricsEndpoint(app, app.Services.GetRequiredService<TelemetryExport>()).AnswerAsync);
        app.MapAdmin();
        app.MapFallback(UnknownPath.Answer);
        return app;
    }

    private static void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        // Header bytes beyond ASCII are passed on unchanged; by default such a header from an upstream would fail the whole response.
        kestrel.RequestHeaderEncodingSelector = static name =>
            name.Equals("connection", StringComparison.OrdinalIgnoreCase) ? ConnectionHeaderEncoding.Instance : Encoding.Latin1;
        kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
        // The proxy limits request bodies itself, and reports a body that is too large in the client's own format.
        kestrel.Limits.MaxRequestBodySize = null;
        // A slow client is not an attack: the upstream is read no faster, and the client occupies only its own buffers.
        kestrel.Limits.MinResponseDataRate = null;
    }
}
