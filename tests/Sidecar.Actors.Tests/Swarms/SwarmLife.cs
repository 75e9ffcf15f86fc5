using Akka.Actor;
using Sidecar.Actors.Tests.Kit;
using Sidecar.Backends;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Recordings;
using Sidecar.Journal;
using Sidecar.Ledger;
using Sidecar.Pools;
using Sidecar.Requests;

namespace Sidecar.Actors.Tests.Swarms;

/// <summary>One process of a run, from its start until it ends or is killed.</summary>
internal sealed partial class SwarmLife
{
    private static readonly TimeSpan RealPatience = TimeSpan.FromSeconds(20);

    private readonly SwarmHouse _house;
    private readonly KitLoop _loop;
    private readonly MessageTrace _trace = new();
    private readonly FaultWatch _faults;
    private readonly SwarmJournal.Handle _journal;
    private readonly SwarmLedger _ledger;
    private readonly ScriptedUpstream _upstream = new();
    private readonly SidecarActors _actors;
    private readonly ActorSystem _system;
    private readonly LifeNotes _notes = new();
    private readonly Dictionary<string, int> _reads = new(StringComparer.Ordinal);

    public SwarmLife(SwarmHouse house, int number, DateTimeOffset from)
    {
        (_house, From, Since) = (house, from, house.Elapsed);
        var world = house.World;
        _loop = new KitLoop(house.Plan.Seed + number);
        _journal = house.Disk.Open(() => _system!.Scheduler);
        _ledger = new SwarmLedger(house.Rows);
        _system = KitConfig.NewSystem(house.Store, _trace, _loop);
        _faults = FaultWatch.Of(_system);
        ((VirtualScheduler)_system.Scheduler).JumpTo(from);
        _upstream.Scheduler = _system.Scheduler;
        _upstream.Improvise = Ask;
        var ids = world.Backends.Select(b => b.Id).ToList();
        var read = ids.ToDictionary(JournalIds.OfBackend, id => house.Stored(id));
        foreach (var id in ids)
            _notes.Start[id] = read[JournalIds.OfBackend(id)];
        read[JournalIds.Emergency] = new JournalProtocol.Recovered(house.Store.EventsOf(JournalIds.Emergency).Count, BackendState.Fresh);
        Defined(world.Backends);
        _notes.Before = SwarmLedger.StartsBefore(house.Rows, from);
        _actors = SidecarActors.Start(_system, new SidecarBlueprint(
            world.Catalog, world.Walk, world.Cooldown, house.Wrap(_upstream), _ledger, house.Logs, world.Seed + number,
            AtStart: read, Direct: house.Wrap(_journal), StartsBefore: _notes.Before));
        foreach (var actor in (IActorRef[])[_actors.Gateway, _actors.Pool, _actors.Ledger])
            _loop.Settle(actor.Ask<ActorIdentity>(new Identify(null), RealPatience));
        _loop.Settle(_actors.WhenRecovered(RealPatience));
    }

    public DateTimeOffset From { get; }

    /// <summary>How long the run had lasted when the process began.</summary>
    public TimeSpan Since { get; }

    public DateTimeOffset Now => _system.Scheduler.Now;

    public TimeSpan Elapsed => Since + (Now - From);

    public List<Conversation> Talks => _notes.Talks;

    public IEnumerable<IBackendEvent> EventsOf(string id) => _journal.Meant.TryGetValue(JournalIds.OfBackend(id), out var meant)
        ? meant.Values : [];

    public IReadOnlyList<Domain.Routing.Promise> Promised => _actors.Board.Current.Promised;

    public BackendState State(string backend) => Status(backend).State;

    public BackendProtocol.BackendStatus Status(string backend) => _loop.Settle(_actors.StatusOf(backend, RealPatience));

    /// <summary>Lets everything happen up to a moment of the run.</summary>
    public void PassTo(TimeSpan moment)
    {
        var end = From + (moment - Since);
        do
            Settle();
        while (((VirtualScheduler)_system.Scheduler).RunNext(end));
    }

    public Conversation Post(ClientRequest request)
    {
        var talk = new Conversation($"r{_house.NextNumber()}", request, _house.Requests, _system.Scheduler, _loop);
        Talks.Add(talk);
        _actors.ForNextRequest().Tell(new RequestProtocol.HandleRequest(talk.Request, talk.Completion));
        return talk;
    }

    public Conversation Send(ClientRequest request)
    {
        var talk = Post(request);
        Settle();
        return talk;
    }

    public void HangUp(Conversation talk)
    {
        if (talk.IsOver)
            return;
        _notes.HungUp[talk.Id] = Now;
        talk.HangUp();
        Settle();
    }

    public void Redefine(params Backend[] backends)
    {
        // Noted before the change: a request of the same instant may go to the backends of either definition.
        Defined(backends);
        var catalog = (_house.World with { Backends = backends }).Catalog;
        var replaced = _loop.Settle(_actors.ReplaceCatalog(catalog, RealPatience));
        _notes.Changes.Add(new PolicyChange(replaced.At, replaced.Version,
            new ReplayPolicy(catalog, _house.World.Walk, _house.World.Cooldown)));
        Settle();
    }

    public void Override(BackendProtocol.IBackendMessage word)
    {
        _loop.Settle(Completed(_actors.Override(word, RealPatience)));
        Settle();
    }

    public void SettleSome(int messages) => _loop.SettleSome(messages);

    private Reply Ask(Upstream.UpstreamCall call)
    {
        var inFlight = _upstream.InFlight.Count(made => made.Backend == call.Backend.Id)
            + Talks.Count(talk => talk is { IsRelaying: true, Answer: Relayed relayed } && relayed.Backend.Id == call.Backend.Id);
        _notes.AtOnce[(call.Request.Id, call.Attempt)] = inFlight + 1;
        return _house.Upstream.Answer(call, Elapsed, Now, inFlight);
    }

    private void Defined(IReadOnlyList<Backend> backends)
    {
        _notes.Catalogs.Add((Started ? Now : From, backends));
        foreach (var backend in backends)
            if (_notes.Ids.Add(backend.Id) && !_notes.Start.ContainsKey(backend.Id))
                _notes.Start[backend.Id] = _house.Stored(backend.Id);
    }

    // The journal of an owner without a certain answer is read on Akka's own threads: virtual time stands still until it has been read.
    private void Settle()
    {
        _loop.Settle();
        while (_journal.Unsure.Count > 0)
        {
            var owner = _journal.Unsure[0].Path.ToStringWithoutAddress();
            var read = _reads[owner] = _reads.GetValueOrDefault(owner) + 1;
            _loop.SettleUntil(() => _trace.Count<JournalProtocol.Recovered>(owner) >= read);
            _journal.Unsure.RemoveAt(0);
        }
    }

    private bool Started => _actors is not null;

    private static async Task<bool> Completed(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }
}
