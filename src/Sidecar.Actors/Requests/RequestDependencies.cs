using Akka.Actor;
using Microsoft.Extensions.Logging;
using Sidecar.Diagnostics;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Usage;
using Sidecar.Pools;
using Sidecar.Upstream;

namespace Sidecar.Requests;

/// <summary>The services that every coordinator uses.</summary>
/// <param name="Policy">The policy in force.</param>
/// <param name="Board">The backends and their states.</param>
/// <param name="Backends">By backend id, the destination of its messages: an actor here, a shard region in a cluster.</param>
/// <param name="Pool">The queue of primary-wait.</param>
/// <param name="Emergencies">Journals emergency activations.</param>
/// <param name="Ledger">Stores attempts and walks.</param>
/// <param name="Upstream">Sends attempts.</param>
/// <param name="Log">For the lines about attempts and requests.</param>
/// <param name="Idle">Keeps coordinators whose walk is over.</param>
/// <param name="Telemetry">Measures attempts and walks.</param>
/// <param name="Seed">The seed of the requests' random numbers.</param>
/// <param name="Prices">The prices of models whose backend sets none.</param>
public sealed record RequestDependencies(
    WalkPolicy Policy,
    BoardHolder Board,
    Func<string, IActorRef> Backends,
    IActorRef Pool,
    IActorRef Emergencies,
    IActorRef Ledger,
    IUpstreamClient Upstream,
    ILogger Log,
    IdleCoordinators Idle,
    SidecarMeter Telemetry,
    ulong Seed,
    PriceList Prices);
