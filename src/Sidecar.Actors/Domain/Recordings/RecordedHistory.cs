using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Recordings;

/// <summary>One recorded run of the process.</summary>
/// <param name="Policy">The policy in force at its start.</param>
/// <param name="Walks">The walks with facts, in any order.</param>
/// <param name="Events">By backend id; a backend without events may be missing.</param>
/// <param name="Attempts">The ledger's rows of the walks, in any order.</param>
public sealed record RecordedHistory(
    ReplayPolicy Policy, IReadOnlyList<RecordedWalk> Walks, IReadOnlyDictionary<string, RecordedEvents> Events,
        IReadOnlyList<RecordedAttempt> Attempts)
{
    /// <summary>Earlier requests are replayed only because later decisions depend on them; null: there are none.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Later requests are replayed only because earlier ones were still running; null: there are none.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Requests started before the run that still counted in a window, by backend.</summary>
    public IReadOnlyDictionary<string, PastStarts> Before { get; init; } = new Dictionary<string, PastStarts>();

    /// <summary>The instant to which <see cref="Before"/> refers.</summary>
    public DateTimeOffset BeforeAt { get; init; }

    /// <summary>Policy changes while the process ran, in order.</summary>
    public IReadOnlyList<PolicyChange> Changes { get; init; } = [];

    /// <summary>All backends that ever existed in the run.</summary>
    public IEnumerable<string> BackendIds =>
        Changes.Select(change => change.Policy).Prepend(Policy).SelectMany(policy => policy.Catalog.Backends).Select(backend => backend.Id)
            .Distinct(StringComparer.Ordinal);

    public bool Counts(DateTimeOffset at) => !(at < From) && !(at >= To);
}

/// <summary>A change to another policy.</summary>
/// <param name="At">When the pool applied it.</param>
/// <param name="Board">The version of the first board that showed it.</param>
public sealed record PolicyChange(DateTimeOffset At, long Board, ReplayPolicy Policy);

/// <summary>One request's facts, in order.</summary>
/// <param name="IsCounted">False if it is replayed only because others depend on it.</param>
public sealed record RecordedWalk(string RequestId, IReadOnlyList<StoredFact> Facts, bool IsCounted = true)
{
    public StoredFact Arrived => Facts[0];

    public string Model => Arrived.Model ?? "";

    /// <summary>The pick that was made in the same turn in which the request arrived; null: it was not sought a backend then.</summary>
    public StoredFact? FirstPick => Facts.Count > 1 && Facts[1].Kind == "picked" ? Facts[1] : null;

    /// <summary>The size of its body: recorded if it waited, otherwise derived from its token estimate.</summary>
    public long Bytes => Facts.FirstOrDefault(fact => fact.Kind is "queued" or "full")?.Bytes ?? TokenEstimate.BytesOf(Request.Input);

    public RequestArrived Request { get; } = AsFact(RequestId, Facts[0]);

    private static RequestArrived AsFact(string id, StoredFact arrived) =>
        new(arrived.At, id, arrived.Model ?? "", arrived.Stream, arrived.Tokens, arrived.Client, arrived.RequestNumber, arrived.Seed)
        {
            Input = arrived.Input ?? arrived.Tokens,
            Ask = arrived.Ask,
            Prefers = arrived.Prefers,
            Maker = arrived.Maker,
        };
}

/// <summary>A backend's journal, or the relevant part of it.</summary>
/// <param name="Behind">How many events came before this part.</param>
/// <param name="Start">The backend's state after those.</param>
/// <param name="Events">Up to the run's last event.</param>
/// <param name="Before">How many of these events existed when the first walk began.</param>
public sealed record RecordedEvents(long Behind, BackendState Start, IReadOnlyList<IBackendEvent> Events, int Before)
{
    public static readonly RecordedEvents None = new(0, BackendState.Fresh, [], 0);

    /// <summary>The states after 0, 1, 2… of these events.</summary>
    public BackendState[] States()
    {
        var states = new BackendState[Events.Count + 1];
        states[0] = Start;
        for (var i = 0; i < Events.Count; i++)
            states[i + 1] = states[i].Apply(Events[i]);
        return states;
    }
}

/// <summary>What the ledger knows about an attempt, but not its walk.</summary>
public sealed record RecordedAttempt(string RequestId, int Attempt, TokenUsage Usage, decimal? Cost)
{
    /// <summary>The token usage that the attempt's backend was told.</summary>
    public long? Used => Usage.Total ?? (Usage.Prompt is { } prompt ? prompt + (Usage.Completion ?? 0) : null);
}
