using Akka.Actor;
using Akka.Hosting;
using Sidecar.Dispatching;

namespace Sidecar.Host.Hosting;

/// <summary>Starts the actor system beside the web server instead of ahead of it.</summary>
internal sealed class ActorsBesideServer(
    AkkaConfigurationBuilder configuration, IServiceProvider services, ILogger<AkkaHostedService> log, IHostApplicationLifetime host)
    : AkkaHostedService(configuration, services, log, host)
{
    private readonly IServiceProvider _services = services;
    private Task _started = Task.CompletedTask;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _started = OwnThread.Run(() =>
        {
            try
            {
                // Made here, for the base class would print the fault of one that cannot be made; it has to reach the gate.
                _services.GetRequiredService<ActorSystem>();
            }
            catch (Exception fault)
            {
                _services.GetRequiredService<StartingActors>().Fail(fault);
                throw;
            }
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
