using Akka.Actor;
using Microsoft.Extensions.Logging;
using Sidecar.Diagnostics;
using Sidecar.Domain.Cooldowns;
using Sidecar.Journal;
using Sidecar.Requests;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>A whole Sidecar without HTTP and disk, in virtual time and on the test's thread. Disposing of it checks that nothing was left
/// behind.</summary>
internal sealed partial class SidecarKit : IDisposable
{
    private static readonly TimeSpan RealPatience = TimeSpan.FromSeconds(20);

    private readonly World _world;
    private KitLoop _loop;
    private readonly SynchronizationContext? _outer;
    private readonly List<Conversation> _conversations = [];
    private ActorSystem _system = null!;
    private SidecarActors _actors = null!;
    private FaultWatch _faults = null!;

    private SidecarKit(World world)
    {
        (_world, _loop) = (world, new KitLoop(world.Interleaving));
        // Under xunit's context no continuation runs inline: it would go through the thread pool and come back too late.
        _outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
    }

    public KitStore Store { get; } = new();

    public MessageTrace Trace { get; } = new();

    public ScriptedUpstream Upstream { get; } = new();

    public RecordingLogs Logs { get; } = new();

    public RecordingLedger Ledger { get; } = new();

    public SidecarMeter Telemetry { get; } = new();

    public SidecarActors Actors => _actors;

    public ActorSystem System => _system;

    public IReadOnlyList<Conversation> Conversations => _conversations;

    /// <summary>Faults that the scenario causes on purpose; any other fails it.</summary>
    public bool ExpectsFaults { get; set; }

    /// <summary>Chooses which of a backend's events are read before the actors start; null leaves it to them to recover their
    /// events.</summary>
    public Func<IReadOnlyList<IBackendEvent>, IEnumerable<IBackendEvent>>? Beforehand { get; set; }

    /// <summary>The direct journal; null sends events through the journal plugin.</summary>
    public IDirectJournal? Direct { get; set; }

    public DateTimeOffset Now => _system.Scheduler.Now;

    private VirtualScheduler Clock => (VirtualScheduler)_system.Scheduler;

    public static SidecarKit Start(World world)
    {
        var kit = new SidecarKit(world);
        kit.StartActors();
        return kit;
    }

    public static SidecarKit Start(params Domain.Backends.Backend[] backends) => Start(new World(backends));

    /// <summary>Stops the process, lets time pass, and starts it again on the same disk.</summary>
    public void Restart(TimeSpan downtime = default)
    {
        var from = Now + downtime;
        FlushedLedger();
        Stop();
        StartActors(from);
    }

    /// <summary>Kills the process in the middle of its work, lets time pass, and starts it again on the same disk. No actor of the old
    /// process does anything from then on.</summary>
    public void Crash(TimeSpan downtime = default)
    {
        var from = Now + downtime;
        _loop = new KitLoop(_world.Interleaving);
        StartActors(from);
    }

    /// <summary>Hands in a request without letting anything happen yet.</summary>
    public Conversation Post(ClientRequest request)
    {
        var conversation = Begin(request);
        Hand(conversation);
        return conversation;
    }

    /// <summary>Sends a request and lets everything happen that needs no time to pass.</summary>
    public Conversation Send(ClientRequest request) => Go(Begin(request));

    /// <summary>Sends a request whose client has already hung up.</summary>
    public Conversation SendGone()
    {
        var conversation = Begin(new ClientRequest("m"));
        conversation.HangUp();
        return Go(conversation);
    }

    /// <summary>Sends a request that no coordinator will see.</summary>
    public ProxyAnswer SendUnrecorded()
    {
        using var conversation = new Conversation("unrecorded", new ClientRequest("m"), 0, _system.Scheduler, _loop);
        return Go(conversation).Answer!;
    }

    public void StartDraining()
    {
        _actors.Gateway.Tell(RequestProtocol.StartDraining.Instance);
        _loop.Settle();
    }

    public Conversation Send(string model = "m") => Send(new ClientRequest(model));

    public void Pass(TimeSpan span)
    {
        var end = Now + span;
        do
            _loop.Settle();
        while (Clock.RunNext(end));
    }

    /// <summary>Lets everything happen that needs no time to pass, after the test itself did something.</summary>
    public void Settle() => _loop.Settle();

    /// <summary>Lets at most this many messages be handled.</summary>
    public void SettleSome(int messages) => _loop.SettleSome(messages);

    /// <summary>Lets time pass, event by event, until the condition holds; fails if it does not hold within
    /// <paramref name="limit"/>.</summary>
    public void PassUntil(Func<bool> condition, TimeSpan? limit = null)
    {
        var end = Now + (limit ?? TimeSpan.FromMinutes(10));
        while (!condition())
        {
            Assert.True(Clock.RunNext(end), $"it did not come true by {end:HH:mm:ss.fff}");
            _loop.Settle();
        }
    }

    public Conversation PassUntilOver(Conversation conversation)
    {
        PassUntil(() => conversation.IsOver);
        return conversation;
    }

    /// <summary>Waits, in real time, for writes that another thread completes.</summary>
    public void SettleJournals() =>
        _loop.SettleUntil(() => _world.Backends.All(backend => Status(backend.Id).UnwrittenEvents == 0));

    public void Dispose()
    {
        try
        {
            if (!ExpectsFaults)
            {
                Leftovers.Check(this);
                Assert.True(_faults.Seen.Count == 0, string.Join("\n", _faults.Seen));
                Assert.DoesNotContain(Logs.Lines, line => line.Level >= LogLevel.Error);
            }
        }
        finally
        {
            Stop();
            Telemetry.Dispose();
            SynchronizationContext.SetSynchronizationContext(_outer);
            _conversations.ForEach(conversation => conversation.Dispose());
        }
    }

    private Conversation Begin(ClientRequest request)
    {
        var conversation = new Conversation($"r{_conversations.Count + 1}", request, _conversations.Count, _system.Scheduler, _loop);
        _conversations.Add(conversation);
        return conversation;
    }

    private void Hand(Conversation conversation) =>
        _actors.ForNextRequest().Tell(new RequestProtocol.HandleRequest(conversation.Request, conversation.Completion));

    private Conversation Go(Conversation conversation)
    {
        Hand(conversation);
        _loop.Settle();
        return conversation;
    }

    private void StartActors(DateTimeOffset? from = null)
    {
        Trace.Clear();
        _system = KitConfig.NewSystem(Store, Trace, _loop);
        _faults = FaultWatch.Of(_system);
        if (from is { } instant)
            Clock.JumpTo(instant);
        Upstream.Scheduler = _system.Scheduler;
        _actors = SidecarActors.Start(_system, new SidecarBlueprint(
            _world.Catalog, _world.Walk, _world.Cooldown, Upstream, Ledger, Logs, _world.Seed, AtStart: ReadBeforehand(),
            Telemetry: Telemetry, Direct: Direct));
        Recovered();
    }

    // Akka starts top-level actors and reads snapshots on its own threads: the only things that have to be waited for in real time.
    private void Recovered()
    {
        foreach (var actor in (IActorRef[])[_actors.Gateway, _actors.Pool, _actors.Ledger])
            UntilStarted(actor);
        _loop.Settle(_system.ActorSelection("/user/emergencies").ResolveOne(RealPatience));
        if (Store.FailsReads)
            return;
        _loop.Settle(_actors.WhenRecovered(RealPatience));
        if (Beforehand is null)
            SettleEmergencies();
    }

    private void SettleEmergencies() =>
        _loop.SettleUntil(() => Trace.Saw<JournalProtocol.Recovered>("/user/emergencies"));

    private Dictionary<string, JournalProtocol.Recovered>? ReadBeforehand()
    {
        if (Beforehand is not { } part)
            return null;
        var read = _world.Backends.ToDictionary(
            backend => JournalIds.OfBackend(backend.Id),
            backend =>
            {
                var events = part(Journal(backend.Id)).ToList();
                return new JournalProtocol.Recovered(events.Count, BackendState.Fresh.Apply(events));
            });
        read[JournalIds.Emergency] = new JournalProtocol.Recovered(Store.EventsOf(JournalIds.Emergency).Count, BackendState.Fresh);
        return read;
    }

    private void Stop() => _loop.Settle(_system.Terminate());
}
