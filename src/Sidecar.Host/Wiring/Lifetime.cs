using Sidecar.Configuration;
using Sidecar.Ledger;
using Sidecar.Requests;

namespace Sidecar.Wiring;

/// <summary>The order of starting and stopping: no request before every backend has read its journal; on SIGTERM new requests are refused, running ones finish or are cut, and only then do the actors end.</summary>
internal sealed class Lifetime(
    SidecarActors actors, ILedgerStore ledger, RunningRequests running, SidecarSettings settings, IHostApplicationLifetime host, TimeProvider time, ILogger<Lifetime> log) : IHostedService
{
    // Reading a journal takes milliseconds a backend; whoever needs longer than this has a broken disk, not a long history.
    private static readonly TimeSpan RecoveryBound = TimeSpan.FromSeconds(60);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await ledger.InitializeAsync(cancellationToken);
        try
        {
            await actors.WhenRecovered(RecoveryBound).WaitAsync(cancellationToken);
        }
        catch (Akka.Actor.AskTimeoutException)
        {
            throw new IOException($"the journal in {settings.DataDirectory} could not be read within {RecoveryBound.TotalSeconds} s");
        }
        host.ApplicationStopping.Register(StartDraining);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void StartDraining()
    {
        StartupLog.Draining(log, settings.Http.Drain);
        actors.Gateway.Tell(RequestProtocol.StartDraining.Instance, Akka.Actor.ActorRefs.NoSender);
        _ = CutWhenOver();
    }

    private async Task CutWhenOver()
    {
        await Task.Delay(settings.Http.Drain, time);
        if (running.Count > 0)
            StartupLog.DrainOver(log, running.Count);
        running.CutAll();
    }
}
