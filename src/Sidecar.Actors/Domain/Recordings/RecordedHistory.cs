using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Recordings;

/// <summary>One run of the process as it was recorded, under one policy.</summary>
/// <param name="Policy">The policy that was in force.</param>
/// <param name="Walks">Those with facts, in any order.</param>
/// <param name="Events">Per backend id; a backend without any may be missing.</param>
/// <param name="Attempts">The ledger's rows of the walks, in any order.</param>
public sealed record RecordedHistory(
    ReplayPolicy Policy, IReadOnlyList<RecordedWalk> Walks, IReadOnlyDictionary<string, RecordedEvents> Events,
        IReadOnlyList<RecordedAttempt> Attempts)
{
    /// <summary>What happened earlier is replayed only because later decisions depend on it; null: nothing did.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>What happens from here on is replayed only because earlier requests were still under way; null: nothing does.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>What had been started before, and still counted in some window, by backend.</summary>
    public IReadOnlyDictionary<string, PastStarts> Before { get; init; } = new Dictionary<string, PastStarts>();

    /// <summary>As of when <see cref="Before"/> counts.</summary>
    public DateTimeOffset BeforeAt { get; init; }

    /// <summary>The policies that were put in its place while the process ran, in order.</summary>
    public IReadOnlyList<PolicyChange> Changes { get; init; } = [];

    /// <summary>Every backend that there ever was in the run.</summary>
    public IEnumerable<string> BackendIds =>
        Changes.Select(change => change.Policy).Prepend(Policy).SelectMany(policy => policy.Catalog.Backends).Select(backend => backend.Id)
            .Distinct(StringComparer.Ordinal);

    public bool Counts(DateTimeOffset at) => !(at < From) && !(at >= To);
}

/// <summary>Another policy, from then on.</summary>
/// <param name="At">When the pool put it in force.</param>
/// <param name="Board">The version of the board that showed it first.</param>
public sealed record PolicyChange(DateTimeOffset At, long Board, ReplayPolicy Policy);

/// <summary>One request's facts, in their order.</summary>
/// <param name="IsCounted">False for one that is replayed only because others depend on it.</param>
public sealed record RecordedWalk(string RequestId, IReadOnlyList<StoredFact> Facts, bool IsCounted = true)
{
    public StoredFact Arrived => Facts[0];

    public string Model => Arrived.Model ?? "";

    /// <summary>Of its body: as noted where it waited, else about what its estimate was made from.</summary>
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

/// <summary>A backend's journal, or the part of it that matters.</summary>
/// <param name="Behind">How many events came before this part.</param>
/// <param name="Start">The backend's state behind those.</param>
/// <param name="Events">Up to the run's last.</param>
/// <param name="Before">How many of them were there when the first walk began.</param>
public sealed record RecordedEvents(long Behind, BackendState Start, IReadOnlyList<IBackendEvent> Events, int Before)
{
    public static readonly RecordedEvents None = new(0, BackendState.Fresh, [], 0);

    /// <summary>The state behind so many of these, from 0 on.</summary>
    public BackendState[] States()
    {
        var states = new BackendState[Events.Count + 1];
        states[0] = Start;
        for (var i = 0; i < Events.Count; i++)
            states[i + 1] = states[i].Apply(Events[i]);
        return states;
    }
}

/// <summary>What the ledger knows of one attempt and its walk does not.</summary>
public sealed record RecordedAttempt(string RequestId, int Attempt, TokenUsage Usage, decimal? Cost)
{
    /// <summary>What a backend was told that the attempt used.</summary>
    public long? Used => Usage.Total ?? (Usage.Prompt is { } prompt ? prompt + (Usage.Completion ?? 0) : null);
}
