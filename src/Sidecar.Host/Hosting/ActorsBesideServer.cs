using Akka.Actor;
using Akka.Hosting;
using Sidecar.Dispatching;

namespace Sidecar.Host.Hosting;

/// <summary>Starts the actor system in parallel with the web server instead of before it.</summary>
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
                // Created here, because the base class would only print the fault if that fails; it has to reach the gate.
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
        // A failed start has been reported through the gate.
        await _started.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }
}
