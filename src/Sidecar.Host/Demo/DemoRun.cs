using Sidecar.Backends;
using Sidecar.Dispatching;
using Sidecar.Host.Audit;
using Sidecar.Host.Configuration;
using Sidecar.Host.Hosting;
using Sidecar.Host.RuntimeBackends;
using Spectre.Console;

namespace Sidecar.Host.Demo;

/// <summary>One demonstration in one process: simulated upstreams, the real server, a simulated client, and a screen.</summary>
internal sealed class DemoRun(SidecarSettings settings, TextWriter output, IAnsiConsole console, TimeProvider time)
{
    private static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    private readonly DemoTally _tally = new();

    /// <param name="length">Null: until told to stop.</param>
    public async Task RunAsync(TimeSpan? length, CancellationToken stop)
    {
        var directory = Directory.CreateTempSubdirectory("sidecar-demo-");
        try
        {
            await using var upstreams = await SimulatedServer.StartAsync(SimulatedBackend.All, time, stop);
            var simulated = DemoSettings.Of(settings, SimulatedBackend.All, upstreams.BaseUrlOf, directory.FullName);
            await using var app = SidecarServer.Build(await OwnThread.Run(() => StartingPoint.Of(simulated)), isQuiet: true);
            await app.StartAsync(stop);
            await ShowAsync(app, simulated, length, stop);
            await app.StopAsync(CancellationToken.None);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private async Task ShowAsync(WebApplication app, SidecarSettings simulated, TimeSpan? length, CancellationToken stop)
    {
        var address = new Uri(app.Urls.First());
        console.WriteLine("This is a demonstration: every upstream, every answer and every client is simulated. Nothing leaves this "
            + "machine, and nothing of it is kept.");
        console.WriteLine($"Dashboard: {address} (token {simulated.AdminToken!.Reveal()}). Requests of your own: "
            + $"{address}v1/chat/completions, model {SimulatedBackend.Model}. Ctrl+C ends it.");
        var began = time.GetTimestamp();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop, app.Lifetime.ApplicationStopping);
        if (length is { } bound)
            ending.CancelAfter(bound);
        var load = new DemoLoad(address, _tally, time).RunAsync(ending.Token);
        var running = app.Services.GetRequiredService<RunningBackends>();
        var gate = app.Services.GetRequiredService<RequestGate>();
        if (console.Profile.Out.IsTerminal)
            await console.Live(new Text("")).AutoClear(true).StartAsync(live => EachAsync(
                LiveInterval,
                running,
                statuses => live.UpdateTarget(
                    DemoScreen.Live(SimulatedBackend.All, statuses, _tally, time.GetElapsedTime(began), gate.Actors?.Board.Waiting ?? 0,
                        console.Profile.Width)),
                ending.Token));
        else
            await EachAsync(LineInterval, running, statuses =>
                output.WriteLine(DemoScreen.Line(statuses, _tally, time.GetElapsedTime(began))), ending.Token);
        await load;
        console.Write(DemoScreen.Summary(SimulatedBackend.All, _tally, time.GetElapsedTime(began)));
    }

    private async Task EachAsync(
        TimeSpan interval, RunningBackends running, Action<IReadOnlyList<BackendProtocol.BackendStatus>?> show, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                show(await running.AskAsync());
        }
        catch (OperationCanceledException)
        {
            // The demonstration is over.
        }
    }
}
