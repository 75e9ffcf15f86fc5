using Akka.Hosting;

namespace Sidecar.Wiring;

/// <summary>Starts the actor system beside the web server instead of ahead of it.</summary>
internal sealed class ActorsBesideServer(
    AkkaConfigurationBuilder configuration, IServiceProvider services, ILogger<AkkaHostedService> log, IHostApplicationLifetime host)
    : AkkaHostedService(configuration, services, log, host)
{
    private Task _started = Task.CompletedTask;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _started = OwnThread.Run(() => base.StartAsync(cancellationToken)).Unwrap();
        return Task.CompletedTask;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // A start that failed has said so through the gate.
        await _started.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }
}
