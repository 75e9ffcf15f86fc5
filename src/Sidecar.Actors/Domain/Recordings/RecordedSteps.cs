using Sidecar.Domain.Cooldowns;

namespace Sidecar.Domain.Recordings;

/// <summary>A recorded run prepared for replay: all its steps in order.</summary>
internal sealed class RecordedSteps
{
    private readonly Dictionary<string, BackendState[]> _states = new(StringComparer.Ordinal);

    public RecordedSteps(RecordedHistory history)
    {
        History = history;
        var walks = history.Walks.DistinctBy(walk => walk.RequestId).OrderBy(walk => walk.Arrived.At)
            .ThenBy(walk => walk.Arrived.RequestNumber).Select(WalkSteps.Of).ToList();
        var steps = walks.SelectMany(walk => walk).ToList();
        var byBackend = steps.Where(step => step.Backend is not null).ToLookup(step => step.Backend!, StringComparer.Ordinal);
        var causes = new Dictionary<(string, long), Step>();
        foreach (var backend in history.BackendIds)
        {
            var (events, own) = (JournalOf(backend), byBackend[backend].ToList());
            var states = _states[backend] = events.States();
            foreach (var lease in own.Where(step => step.Fact!.Kind == "lease"))
            {
                lease.IsCutOff = lease.Fact!.Place.Events - events.Behind > events.Events.Count;
                lease.Version = Math.Clamp(lease.Fact!.Place.Events - events.Behind, 0, events.Events.Count);
            }
            var added = EventOwners.Give(backend, events, states, own);
            steps.AddRange(added);
            own.AddRange(added);
            BackendChain.Link(events.Behind, states, own);
            foreach (var step in own.Where(step => step.FirstEvent >= 0))
                for (var i = 0; i < step.Events; i++)
                    causes[(backend, events.Behind + step.FirstEvent + i + 1)] = step;
        }
        var changes = ChangeSteps.Of(history, steps);
        steps.AddRange(PoolChain.Link(walks, causes, changes, id => JournalOf(id).Behind + JournalOf(id).Events.Count));
        steps.AddRange(changes);
        foreach (var step in steps)
            step.IsCounted = step.Walk?.IsCounted ?? history.Counts(step.At);
        Steps = StepOrder.Of(steps, out var contradictions);
        Contradictions = contradictions;
        HasSteppedBack = history.Walks.Any(
            walk => walk.Facts.Zip(walk.Facts.Skip(1)).Any(pair => pair.Second.At < pair.First.At - TimeSpan.FromSeconds(1)));
        Attempts = history.Attempts.GroupBy(a => (a.RequestId, a.Attempt)).ToDictionary(g => g.Key, g => g.First());
    }

    public RecordedHistory History { get; }

    public IReadOnlyList<Step> Steps { get; }

    /// <summary>The clock was set back while walks were running: what only instants could order has no order.</summary>
    public bool HasSteppedBack { get; }

    /// <summary>The number of steps that the record places both before and after another.</summary>
    public int Contradictions { get; }

    public IReadOnlyDictionary<(string, int), RecordedAttempt> Attempts { get; }

    public BackendState StateBefore(string backend) => StateBehind(backend, JournalOf(backend).Behind + JournalOf(backend).Before);

    /// <summary>A backend's state after this many of all its events.</summary>
    public BackendState StateBehind(string backend, long events) =>
        _states.TryGetValue(backend, out var states) ? states[Math.Clamp(events - JournalOf(backend).Behind, 0, states.Length - 1)]
            : BackendState.Fresh;

    public IReadOnlyList<IBackendEvent> EventsOf(Step step)
    {
        if (step.FirstEvent < 0)
            return [];
        var (all, events) = (JournalOf(step.Backend!).Events, new IBackendEvent[step.Events]);
        for (var i = 0; i < events.Length; i++)
            events[i] = all[step.FirstEvent + i];
        return events;
    }

    private RecordedEvents JournalOf(string backend) => History.Events.GetValueOrDefault(backend) ?? RecordedEvents.None;
}
