using Akka.Actor;
using Microsoft.Extensions.Logging;
using Sidecar.Diagnostics;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Usage;
using Sidecar.Pools;
using Sidecar.Upstream;

namespace Sidecar.Requests;

/// <summary>What every coordinator works with.</summary>
/// <param name="Policy">The policy in force.</param>
/// <param name="Board">Whom there is to ask, and how they fare.</param>
/// <param name="Backends">By backend id, where its messages go: an actor here, a shard region in a cluster.</param>
/// <param name="Pool">The queue of primary-wait.</param>
/// <param name="Emergencies">Journals emergency activations.</param>
/// <param name="Ledger">Keeps attempts and walks.</param>
/// <param name="Upstream">Sends attempts.</param>
/// <param name="Log">For the lines of attempts and requests.</param>
/// <param name="Idle">Where a coordinator goes when its walk is over.</param>
/// <param name="Telemetry">Measures attempts and walks.</param>
/// <param name="Seed">Of the chance that requests are given.</param>
/// <param name="Prices">Of models whose backend names none.</param>
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
