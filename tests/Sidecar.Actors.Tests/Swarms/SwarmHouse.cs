using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Journal;
using Sidecar.Upstream;

namespace Sidecar.Actors.Tests.Swarms;

/// <summary>What outlives a process: the disk, the upstreams, and what is still to happen in the run.</summary>
internal sealed class SwarmHouse
{
    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> _acts = new();
    private readonly List<LifeRecord> _records = [];
    private readonly SwarmSabotage _sabotage;
    private SwarmLife? _life;
    private TimeSpan _began;
    private long _order;
    private int _lives;

    public SwarmHouse(SwarmPlan plan, World claimed, SwarmSabotage sabotage)
    {
        (Plan, Claimed, _sabotage) = (plan, claimed, sabotage);
        World = sabotage.World(claimed);
        Disk = new SwarmJournal(Store, plan, () => Elapsed);
        Upstream = new SwarmUpstream(plan);
    }

    public SwarmPlan Plan { get; }

    /// <summary>The world as the checks believe it to be.</summary>
    public World Claimed { get; private set; }

    /// <summary>The world as it really is.</summary>
    public World World { get; private set; }

    public KitStore Store { get; } = new();

    public SwarmJournal Disk { get; }

    public SwarmUpstream Upstream { get; }

    public RecordingLedger Rows { get; } = new();

    public RecordingLogs Logs { get; } = new();

    public int Requests { get; private set; }

    /// <summary>How long the run has lasted, whatever steps the wall clock makes.</summary>
    public TimeSpan Elapsed => _life?.Elapsed ?? _began;

    public SwarmLife Life => _life!;

    public IReadOnlyList<LifeRecord> Records => _records;

    public int NextNumber() => ++Requests;

    public IUpstreamClient Wrap(IUpstreamClient upstream) => _sabotage.Upstream(upstream);

    public IDirectJournal Wrap(IDirectJournal journal) => _sabotage.Journal(journal);

    /// <summary>Schedules something for a moment of the run.</summary>
    public void At(TimeSpan moment, Action act) => _acts.Enqueue(act, (moment, _order++));

    /// <summary>Plays everything up to a moment.</summary>
    public void PlayTo(TimeSpan end)
    {
        if (_life is null)
            Begin(VirtualScheduler.Start);
        while (_acts.TryPeek(out var act, out var due) && due.At <= end)
        {
            _acts.Dequeue();
            if (due.At > Elapsed)
                Life.PassTo(due.At);
            act();
        }
        Life.PassTo(end);
    }

    public void Redefine(Backend[] backends)
    {
        Claimed = Claimed with { Backends = backends };
        World = _sabotage.World(Claimed);
        Life.Redefine(World.Backends);
    }

    /// <summary>A list of backends as the checks are to believe it.</summary>
    public IReadOnlyList<Backend> Claim(IReadOnlyList<Backend> running) =>
        running.Count == Claimed.Backends.Length && ReferenceEquals(running, World.Backends) ? Claimed.Backends : running;

    public void Crash(TimeSpan downtime, TimeSpan clock) => Next(Life.Kill(), downtime, clock);

    public void Restart(TimeSpan drain, TimeSpan downtime, TimeSpan clock) => Next(Life.End(drain), downtime, clock);

    /// <summary>Ends all trouble.</summary>
    public void CalmDown()
    {
        (Upstream.IsCalm, Disk.IsCalm) = (true, true);
        _acts.Clear();
    }

    public void Close() => _records.Add(_sabotage.Record(Life.Close()));

    /// <summary>What the journal holds of a backend.</summary>
    public JournalProtocol.Recovered Stored(string id)
    {
        var events = Store.EventsOf(JournalIds.OfBackend(id));
        return new JournalProtocol.Recovered(events.Count, BackendState.Fresh.Apply(
            events.Select(e => BackendEventCodec.Read(e.Manifest, e.Bytes))));
    }

    private void Next(LifeRecord ended, TimeSpan downtime, TimeSpan clock)
    {
        _records.Add(_sabotage.Record(ended));
        var at = Life.Now + downtime + clock;
        _began = Life.Elapsed + downtime;
        _life = null;
        Begin(at);
    }

    private void Begin(DateTimeOffset at) => _life = new SwarmLife(this, ++_lives, at);
}
