using System.Collections.Concurrent;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using Sidecar.Backends;
using Sidecar.Definitions;
using Sidecar.Diagnostics;
using Sidecar.Dispatching;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Usage;
using Sidecar.Journal;
using Sidecar.Ledger;
using Sidecar.Pools;
using Sidecar.Requests;
using Sidecar.Upstream;

namespace Sidecar;

/// <summary>Everything that the actors of one Sidecar are created from.</summary>
/// <param name="Seed">The seed of all random numbers: equal seeds give equal walks.</param>
/// <param name="Dispatcher">The dispatcher of the actors on the request path; null: the system's default.</param>
/// <param name="AtStart">The journal's contents by persistence id, if they were read in advance; <see cref="SidecarActors.OpenJournals"/>
/// must follow.</param>
/// <param name="Prices">The prices of models whose backend sets none; null: none.</param>
/// <param name="Direct">Writes events once the journal's contents are known; null: the journal's writers do.</param>
/// <param name="StartsBefore">Requests started by earlier processes that still count, by backend; null: none.</param>
/// <param name="Telemetry">Their metrics; null: none are published.</param>
public sealed record SidecarBlueprint(
    BackendCatalog Catalog,
    WalkPolicy Walk,
    CooldownPolicy Cooldown,
    IUpstreamClient Upstream,
    ILedgerStore Ledger,
    ILoggerFactory Logs,
    int Seed,
    string? Dispatcher = null,
    IReadOnlyDictionary<string, JournalProtocol.Recovered>? AtStart = null,
    SidecarMeter? Telemetry = null,
    PriceList? Prices = null,
    IDirectJournal? Direct = null,
    IReadOnlyDictionary<string, PastStarts>? StartsBefore = null);

/// <summary>All actors of one Sidecar, started once and in one place.</summary>
public sealed class SidecarActors
{
    private readonly ConcurrentDictionary<string, IActorRef> _backends = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, BackendLoad> _newGauges = new(StringComparer.Ordinal);
    private readonly Func<Backend, BackendLoad, JournalProtocol.Recovered?, IActorRef> _startBackend;
    private readonly IActorRef _emergencies;
    private readonly Lazy<IActorRef> _definitions;

    private SidecarActors(ActorSystem system, SidecarBlueprint blueprint)
    {
        var log = blueprint.Logs.CreateLogger("Sidecar");
        Board = new BoardHolder(RoutingBoard.Of(blueprint.Catalog));
        var telemetry = blueprint.Telemetry ?? new SidecarMeter();
        telemetry.Observe(Board, () => system.Scheduler.Now);
        Ledger = system.ActorOf(
            OnPath(ActorFactory.Props(
            () => new LedgerActor(blueprint.Ledger, telemetry.Ledger, blueprint.Logs.CreateLogger<LedgerActor>()))), "ledger");
        Pool = system.ActorOf(OnPath(ActorFactory.Props(() => new PoolActor(Board, blueprint.Walk.PrimaryWait))), "pool");
        var chance = new Random(blueprint.Seed);
        _startBackend = (backend, gauge, known) =>
        {
            var settings =
                new BackendSettings(backend, blueprint.Cooldown, blueprint.Walk.Emergency, gauge, chance.Next(), known, telemetry.Backends,
                blueprint.Direct, Unwritten, blueprint.StartsBefore?.GetValueOrDefault(backend.Id));
            return system.ActorOf(
                OnPath(ActorFactory.Props(() => new BackendActor(settings, Pool, log))), $"backend-{Uri.EscapeDataString(backend.Id)}");
        };
        for (var i = 0; i < blueprint.Catalog.Backends.Count; i++)
        {
            var backend = blueprint.Catalog.Backends[i];
            _backends[backend.Id] =
                _startBackend(backend, Board.Current.Gauges[i], blueprint.AtStart?.GetValueOrDefault(JournalIds.OfBackend(backend.Id)));
        }
        _emergencies = system.ActorOf(
            ActorFactory.Props(() => new EmergencyJournal(log, telemetry.Backends, blueprint.Direct,
                blueprint.AtStart?.GetValueOrDefault(JournalIds.Emergency)?.SequenceNr, opensAtOnce: blueprint.AtStart is null)),
            "emergencies");
        var dependencies =
            new RequestDependencies(blueprint.Walk, Board, id => _backends[id], Pool, _emergencies, Ledger, blueprint.Upstream, log, Idle,
            telemetry, (ulong)chance.NextInt64(), blueprint.Prices ?? PriceList.None);
        // Opened late, like every journal: the plugin takes longer to start than everything else.
        _definitions = new Lazy<IActorRef>(() => system.ActorOf(DefinitionsActor.SupervisedProps(log), "definitions"));
        Gateway = system.ActorOf(OnPath(ActorFactory.Props(() => new RequestGateway(dependencies))), "requests");

        Props OnPath(Props props) => blueprint.Dispatcher is { } dispatcher ? props.WithDispatcher(dispatcher) : props;
    }

    /// <summary>Gets messages about all requests, and requests for which no coordinator is idle.</summary>
    public IActorRef Gateway { get; }

    public IdleCoordinators Idle { get; } = new();

    public IActorRef Ledger { get; }

    public UnwrittenEvents Unwritten { get; } = new();

    public IActorRef Pool { get; }

    public BoardHolder Board { get; }

    public static SidecarActors Start(ActorSystem system, SidecarBlueprint blueprint) => new(system, blueprint);

    /// <summary>The actor for the next request.</summary>
    public IActorRef ForNextRequest() => Idle.Take() ?? Gateway;

    /// <summary>Opens every journal that is not open yet; completes when all backends have recovered. Throws if that takes longer than
    /// <paramref name="bound"/>.</summary>
    public async Task OpenJournals(TimeSpan bound)
    {
        // One alone first, whose events nobody waits for: the plugin's code is compiled on first use.
        await _emergencies.Ask<JournalProtocol.Opened>(JournalProtocol.Open.Instance, bound);
        await Task.WhenAll(_backends.Values.Select(b => b.Ask<JournalProtocol.Opened>(JournalProtocol.Open.Instance, bound)));
    }

    /// <summary>Stores events of definitions: <see cref="DefinitionsProtocol.Kept"/> or <see cref="DefinitionsProtocol.NotKept"/>. Throws
    /// if the disk has not confirmed within <paramref name="bound"/>.</summary>
    public Task<object> Keep(DefinitionsProtocol.Keep keep, TimeSpan bound) => _definitions.Value.Ask(keep, bound);

    /// <summary>Replaces backends, pools and aliases; running requests continue with the earlier ones. Completes when every later request
    /// sees the new ones. One caller at a time.</summary>
    public async Task<PoolProtocol.CatalogReplaced> ReplaceCatalog(BackendCatalog wanted, TimeSpan bound)
    {
        var former = Board.Current.Catalog;
        var next = former.Become(wanted);
        var newcomers = next.Backends.Skip(former.Backends.Count).ToList();
        // An actor keeps its load object, even if an earlier change did not wait for its start.
        var gauges = newcomers.ConvertAll(backend => _newGauges.GetOrAdd(backend.Id, _ => new BackendLoad()));
        // A backend on the board must have an actor, which refuses leases until it has read its journal.
        foreach (var (backend, gauge) in newcomers.Zip(gauges))
            _backends.GetOrAdd(backend.Id, _ => _startBackend(backend, gauge, null));
        await Task.WhenAll(newcomers.Select(backend => StatusOf(backend.Id, bound)));
        var replaced = await Pool.Ask<PoolProtocol.CatalogReplaced>(new PoolProtocol.ReplaceCatalog(next, gauges), bound);
        foreach (var backend in next.Backends)
            _backends[backend.Id].Tell(new Redefine(backend, replaced.Version), ActorRefs.NoSender);
        await Task.WhenAll(next.Backends.Select(backend => StatusOf(backend.Id, bound)));
        await WhenOnBoard(bound);
        return replaced;
    }

    /// <summary>Sends an operator's command to a backend; completes when the board shows its effect.</summary>
    public async Task Override(BackendProtocol.IBackendMessage word, TimeSpan bound)
    {
        await _backends[word.BackendId].Ask<BackendProtocol.Overridden>(word, bound);
        await WhenOnBoard(bound);
    }

    // A backend informs the pool before it answers, but by another path: once the pool has answered a later message, it has seen the
    // change.
    private async Task WhenOnBoard(TimeSpan bound) =>
        await Pool.Ask<PoolProtocol.AttemptNoted>(new PoolProtocol.AttemptNoted(default), bound);

    /// <summary>Completes when every backend knows what its journal contains; none answers before that. Throws if it takes longer than
    /// <paramref name="bound"/>.</summary>
    public Task WhenRecovered(TimeSpan bound) => Task.WhenAll(_backends.Select(b => StatusOf(b.Key, bound)));

    /// <summary>Completes when the journal has confirmed every event of every backend, and every emergency. Throws if that takes longer
    /// than <paramref name="bound"/>.</summary>
    public Task WhenWritten(TimeSpan bound) => Task.WhenAll([
        _emergencies.Ask<EmergencyJournal.Written>(EmergencyJournal.AwaitWritten.Instance, bound),
        .. _backends.Select(Task (b) => b.Value.Ask<BackendProtocol.Written>(new BackendProtocol.AwaitWritten(b.Key), bound)),
    ]);

    /// <summary>The state of every backend from its actor's memory, in the order of the configuration. Throws if one does not answer
    /// within <paramref name="bound"/>.</summary>
    public async Task<IReadOnlyList<BackendProtocol.BackendStatus>> Statuses(TimeSpan bound) =>
        await Task.WhenAll(Board.Current.Catalog.Defined.Select(backend => StatusOf(backend.Id, bound)));

    public Task<BackendProtocol.BackendStatus> StatusOf(string backendId, TimeSpan bound) =>
        _backends[backendId].Ask<BackendProtocol.BackendStatus>(new BackendProtocol.GetStatus(backendId), bound);

    /// <summary>The waiting requests: their number, and the first of them. Throws if the pool does not answer within <paramref
    /// name="bound"/>.</summary>
    public Task<PoolProtocol.Waiting> WhoWaits(int most, TimeSpan bound) =>
        Pool.Ask<PoolProtocol.Waiting>(new PoolProtocol.ListWaiting(most), bound);

    /// <summary>What is known so far about a running request; null if there is none with this id, or none has answered within <paramref
    /// name="bound"/>.</summary>
    public async Task<RunningWalk?> FindRunning(string requestId, TimeSpan bound)
    {
        var search = new WalkSearch(requestId);
        Gateway.Tell(search, ActorRefs.NoSender);
        try
        {
            return await search.Outcome.WaitAsync(bound);
        }
        catch (TimeoutException)
        {
            // A coordinator that stopped after it was counted does not answer.
            return null;
        }
    }
}
