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

/// <summary>What the actors of one Sidecar are made from.</summary>
/// <param name="Seed">Of all chance: equal seeds give equal walks.</param>
/// <param name="Dispatcher">Of the actors that a request passes through; null: the system's default.</param>
/// <param name="AtStart">What the journal holds, by persistence id, where that was read beforehand;
/// <see cref="SidecarActors.OpenJournals"/> must follow.</param>
/// <param name="Prices">Of models whose backend names none; null: of no model.</param>
/// <param name="Direct">Where events go once it is known what the journal holds; null: through the journal's writers.</param>
/// <param name="StartsBefore">What earlier processes started and still counts, by backend; null: nothing.</param>
/// <param name="Telemetry">What they measure themselves by; null: they do it for nobody.</param>
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

/// <summary>Every actor of one Sidecar, started once and in one place.</summary>
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
        // Like every journal it is opened late: its plugin takes longer to start than everything else.
        _definitions = new Lazy<IActorRef>(() => system.ActorOf(DefinitionsActor.SupervisedProps(log), "definitions"));
        Gateway = system.ActorOf(OnPath(ActorFactory.Props(() => new RequestGateway(dependencies))), "requests");

        Props OnPath(Props props) => blueprint.Dispatcher is { } dispatcher ? props.WithDispatcher(dispatcher) : props;
    }

    /// <summary>Takes what concerns all requests, and those for which no coordinator is idle.</summary>
    public IActorRef Gateway { get; }

    public IdleCoordinators Idle { get; } = new();

    public IActorRef Ledger { get; }

    public UnwrittenEvents Unwritten { get; } = new();

    public IActorRef Pool { get; }

    public BoardHolder Board { get; }

    public static SidecarActors Start(ActorSystem system, SidecarBlueprint blueprint) => new(system, blueprint);

    /// <summary>Who is to be told of the next request.</summary>
    public IActorRef ForNextRequest() => Idle.Take() ?? Gateway;

    /// <summary>Has every journal opened that is not open yet; completes when all backends have recovered from theirs. Throws when that
    /// takes longer than <paramref name="bound"/>.</summary>
    public async Task OpenJournals(TimeSpan bound)
    {
        // One first, whose events nobody waits for: the plugin is compiled as it is first used.
        await _emergencies.Ask<JournalProtocol.Opened>(JournalProtocol.Open.Instance, bound);
        await Task.WhenAll(_backends.Values.Select(b => b.Ask<JournalProtocol.Opened>(JournalProtocol.Open.Instance, bound)));
    }

    /// <summary>Has events of definitions kept: <see cref="DefinitionsProtocol.Kept"/> or <see cref="DefinitionsProtocol.NotKept"/>. Throws
    /// when the disk has not confirmed within <paramref name="bound"/>.</summary>
    public Task<object> Keep(DefinitionsProtocol.Keep keep, TimeSpan bound) => _definitions.Value.Ask(keep, bound);

    /// <summary>Puts other backends, pools and aliases in the place of the present ones; running requests go on with what they began with.
    /// Completes when every later request sees them. One caller at a time.</summary>
    public async Task<PoolProtocol.CatalogReplaced> ReplaceCatalog(BackendCatalog wanted, TimeSpan bound)
    {
        var former = Board.Current.Catalog;
        var next = former.Become(wanted);
        var newcomers = next.Backends.Skip(former.Backends.Count).ToList();
        // An actor keeps its gauge, also one whose start an earlier change did not wait for.
        var gauges = newcomers.ConvertAll(backend => _newGauges.GetOrAdd(backend.Id, _ => new BackendLoad()));
        // Who stands on the board must be there to be asked, and refuses until it has read its journal.
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

    /// <summary>Has a backend do what an operator says; completes when the board shows it.</summary>
    public async Task Override(BackendProtocol.IBackendMessage word, TimeSpan bound)
    {
        await _backends[word.BackendId].Ask<BackendProtocol.Overridden>(word, bound);
        await WhenOnBoard(bound);
    }

    // A backend tells the pool before it answers, but by another way: whatever the pool answers after that, it has heard of the change.
    private async Task WhenOnBoard(TimeSpan bound) =>
        await Pool.Ask<PoolProtocol.AttemptNoted>(new PoolProtocol.AttemptNoted(default), bound);

    /// <summary>Completes when every backend knows what its journal holds; until then none of them answers. Throws when that takes longer
    /// than <paramref name="bound"/>.</summary>
    public Task WhenRecovered(TimeSpan bound) => Task.WhenAll(_backends.Select(b => StatusOf(b.Key, bound)));

    /// <summary>Completes when the journal has confirmed every event of every backend, and every emergency. Throws when that takes longer
    /// than <paramref name="bound"/>.</summary>
    public Task WhenWritten(TimeSpan bound) => Task.WhenAll([
        _emergencies.Ask<EmergencyJournal.Written>(EmergencyJournal.AwaitWritten.Instance, bound),
        .. _backends.Select(Task (b) => b.Value.Ask<BackendProtocol.Written>(new BackendProtocol.AwaitWritten(b.Key), bound)),
    ]);

    /// <summary>How every backend fares by its actor's own memory, in the order of the configuration. Throws when one does not answer
    /// within <paramref name="bound"/>.</summary>
    public async Task<IReadOnlyList<BackendProtocol.BackendStatus>> Statuses(TimeSpan bound) =>
        await Task.WhenAll(Board.Current.Catalog.Defined.Select(backend => StatusOf(backend.Id, bound)));

    public Task<BackendProtocol.BackendStatus> StatusOf(string backendId, TimeSpan bound) =>
        _backends[backendId].Ask<BackendProtocol.BackendStatus>(new BackendProtocol.GetStatus(backendId), bound);

    /// <summary>Who waits for the primary pool: how many, and the first of them. Throws when the pool does not answer within
    /// <paramref name="bound"/>.</summary>
    public Task<PoolProtocol.Waiting> WhoWaits(int most, TimeSpan bound) =>
        Pool.Ask<PoolProtocol.Waiting>(new PoolProtocol.ListWaiting(most), bound);

    /// <summary>What is known so far of a request that is being walked; null when there is none with this id, or nobody has said so within
    /// <paramref name="bound"/>.</summary>
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
            // A coordinator that stopped between being counted and being asked says nothing.
            return null;
        }
    }
}
