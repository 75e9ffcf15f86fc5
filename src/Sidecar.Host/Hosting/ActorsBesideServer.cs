using Akka.Actor;
using Akka.Hosting;
using Sidecar.Dispatching;

namespace Sidecar.Host.Hosting;

/// <summary>Starts the actor system beside the web server instead of ahead of it.</summary>
internal sealed class ActorsBesideServer(
    AkkaConfigurationBuilder configuration, IServiceProvider services, ILogger<AkkaHostedService> log, IHostApplicationLifetime host)
    : AkkaHostedService(configuration, services, log, host)
{
    private readonly Func<ActorSystem> _system = services.GetRequiredService<ActorSystem>;
    private Task _started = Task.CompletedTask;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _started = OwnThread.Run(() =>
        {
            // Made here, for the base class would print the fault of one that cannot be made; who opens the gate meets the same fault.
            _system();
            return base.StartAsync(cancellationToken);
        }).Unwrap();
        return Task.CompletedTask;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // A start that failed has said so through the gate.
        await _started.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }
}
