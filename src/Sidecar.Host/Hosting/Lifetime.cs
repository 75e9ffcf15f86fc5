using Sidecar.Dispatching;
using Sidecar.Host.Configuration;
using Sidecar.Host.Proxy;
using Sidecar.Host.Storage;
using Sidecar.Host.Telemetry;
using Sidecar.Ledger;
using Sidecar.Requests;

namespace Sidecar.Host.Hosting;

/// <summary>The order of starting and stopping. The files must be usable before the server listens, and every backend must know its rests
/// before a request is walked. On SIGTERM new requests are refused, running ones finish or are cut off, and only then do the actors
/// end.</summary>
internal sealed class Lifetime(
    StartingActors starting, RequestGate gate, ILedgerStore ledger, RunningRequests running, TelemetryExport export,
        SidecarSettings settings, IStorage storage, IHostApplicationLifetime host, TimeProvider time, ILogger<Lifetime> log)
        : IHostedService
{
    // Reading a journal takes milliseconds per backend; if it takes longer than this, the disk is broken.
    private static readonly TimeSpan RecoveryBound = TimeSpan.FromSeconds(60);

    // The journal's plugin is compiled on first use, which keeps the processors busy. The first requests are served before that.
    private static readonly TimeSpan FirstRequestsAlone = TimeSpan.FromSeconds(1);

    private Task _opening = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PrepareAsync(cancellationToken);
        }
        catch (Exception fault)
        {
            starting.Fail(fault);
            throw;
        }
        host.ApplicationStopping.Register(StartDraining);
        _opening = OpenAsync();
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        // A trace receiver wants the first request too, so tracing must be on before the server listens.
        Task exporting = export.IsWantedFromTheStart ? export.Opened : Task.CompletedTask;
        await OwnThread.Run(storage.Prepare);
        await ledger.InitializeAsync(cancellationToken);
        await exporting;
        starting.FilesAreUsable();
    }

    public Task StopAsync(CancellationToken cancellationToken) => _opening.WaitAsync(cancellationToken);

    private async Task OpenAsync()
    {
        try
        {
            var actors = await starting.Started;
            await actors.WhenRecovered(RecoveryBound).WaitAsync(host.ApplicationStopping);
            gate.Open(actors);
            if (host.ApplicationStopping.IsCancellationRequested)
                Refuse(actors);
            await Task.Delay(FirstRequestsAlone, time, host.ApplicationStopping);
            // Metrics are set up only now, so that the first requests have the processors to themselves.
            _ = export.Opened;
            await actors.OpenJournals(RecoveryBound).WaitAsync(host.ApplicationStopping);
        }
        catch (OperationCanceledException) when (host.ApplicationStopping.IsCancellationRequested)
        {
            // Stopped before everything had started.
        }
        catch (Akka.Actor.AskTimeoutException)
        {
            Fail(new IOException($"the journal in {storage.Place} could not be read within {RecoveryBound.TotalSeconds} s"));
        }
        catch (Exception fault)
        {
            Fail(fault);
        }
    }

    private void Fail(Exception fault)
    {
        // First of all, why; what follows from it comes after.
        StartupLog.CannotServe(log, fault.Message.ReplaceLineEndings(" "));
        gate.Close(fault);
        host.StopApplication();
    }

    private void StartDraining()
    {
        gate.Close(fault: null);
        if (gate.Actors is { } actors)
            Refuse(actors);
        // Logged only now, when new requests are really refused; who never served has nothing to drain.
        if (host.ApplicationStarted.IsCancellationRequested && (gate.Fault is null || gate.Actors is not null))
            StartupLog.Draining(log, settings.Http.Drain);
        _ = CutWhenOver();
    }

    private static void Refuse(SidecarActors actors)
    {
        // The gateway may process this message a moment later; with no idle coordinators left, every new request reaches it after this
        // message.
        actors.Idle.Close();
        actors.Gateway.Tell(RequestProtocol.StartDraining.Instance, Akka.Actor.ActorRefs.NoSender);
    }

    private async Task CutWhenOver()
    {
        await Task.Delay(settings.Http.Drain, time);
        if (running.Count > 0)
            StartupLog.DrainOver(log, running.Count);
        running.CutAll();
    }
}
