using Akka.Actor;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Sidecar.Backends;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;

namespace Sidecar.Benchmarks;

/// <summary>RequestLease, LeaseGranted and CompleteLease between one backend and its askers, one after the other or many at once.</summary>
public class Leasing
{
    private const int Leases = 4096;

    private ActorSystem _system = null!;
    private IActorRef[] _askers = [];

    [Params(1, 64)]
    public int Askers { get; set; }

    [GlobalSetup]
    public async Task Start()
    {
        _system = ActorSystems.Create();
        var definition = Fleets.One();
        var settings = new BackendSettings(definition, new CooldownPolicy(), new EmergencyPolicy(), new BackendLoad(), 1);
        var backend = _system.ActorOf(Props.Create(() => new BackendActor(settings, ActorRefs.Nobody, NullLogger.Instance)), definition.Id);
        await backend.Ask<BackendProtocol.BackendStatus>(new BackendProtocol.GetStatus(definition.Id), TimeSpan.FromSeconds(20));
        _askers = [.. Enumerable.Range(0, Askers).Select(i => _system.ActorOf(
            Props.Create(() => new LeaseAsker(backend, definition.Id, "request-" + i))))];
    }

    [GlobalCleanup]
    public Task Stop() => _system.Terminate();

    [Benchmark(OperationsPerInvoke = Leases, Description = "one lease, there and back")]
    public Task RoundTrip() => Task.WhenAll(_askers.Select(asker =>
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        asker.Tell(new LeaseAsker.Ask(Leases / Askers, done), ActorRefs.NoSender);
        return done.Task;
    }));
}
