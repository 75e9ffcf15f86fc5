using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Audit;

/// <summary>A range of one backend's events, with the state before it.</summary>
public sealed class BackendHistory
{
    private readonly BackendState[] _states;

    public BackendHistory(BackendState before, IReadOnlyList<JournalledEvent> events)
    {
        Events = events;
        _states = new BackendState[events.Count + 1];
        _states[0] = before;
        for (var i = 0; i < events.Count; i++)
            _states[i + 1] = _states[i].Apply(events[i].Event);
    }

    public static BackendHistory None { get; } = new(BackendState.Fresh, []);

    public IReadOnlyList<JournalledEvent> Events { get; }

    /// <summary>How many events had happened at an instant. If the clock was set back over it, the later passage counts.</summary>
    public int CountAt(DateTimeOffset at)
    {
        var count = Events.Count;
        while (count > 0 && Events[count - 1].At > at)
            count--;
        return count;
    }

    /// <summary>The state after the first <paramref name="count"/> events.</summary>
    public BackendState After(int count) => _states[count];

    /// <summary>The limit that was known then, learnt or named: of the whole backend, or of the model.</summary>
    public LearnedLimit? LimitAt(DateTimeOffset at, string model) =>
        After(CountAt(at)) is var state && state.LimitOf(null) is { } whole ? whole : state.LimitOf(model);

    /// <summary>The last of the first <paramref name="count"/> events that has type <typeparamref name="T"/> and is about <paramref
    /// name="model"/>; null if this range has none.</summary>
    public JournalledEvent? Last<T>(int count, string? model)
        where T : IBackendEvent
    {
        for (var i = count - 1; i >= 0; i--)
            if (Events[i].Event is T && Events[i].Model == model)
                return Events[i];
        return null;
    }

    /// <summary>Events caused by an attempt of a request; number 0 selects those that name no attempt.</summary>
    public IEnumerable<JournalledEvent> CausedBy(string requestId, int attempt) =>
        Events.Where(e => e.Cause.RequestId == requestId && e.Cause.Attempt == attempt);
}
