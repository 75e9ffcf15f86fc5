using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>One run of the process as it was recorded, under one policy.</summary>
/// <param name="Policy">The policy that was in force.</param>
/// <param name="Walks">Those with facts, in any order.</param>
/// <param name="Events">Per backend id, the whole journal from its first event to the run's last.</param>
/// <param name="Attempts">The ledger's rows of the walks, in any order.</param>
/// <param name="Before">Per backend id, how many of its events were there when the run began.</param>
public sealed record RecordedHistory(
    ReplayPolicy Policy,
    IReadOnlyList<RecordedWalk> Walks,
    IReadOnlyDictionary<string, IReadOnlyList<IBackendEvent>> Events,
    IReadOnlyList<RecordedAttempt> Attempts,
    IReadOnlyDictionary<string, int> Before);

/// <summary>One request's facts, in their order.</summary>
/// <param name="IsCounted">False for one that is replayed only because later ones depend on it.</param>
public sealed record RecordedWalk(string RequestId, IReadOnlyList<StoredFact> Facts, bool IsCounted = true)
{
    public StoredFact Arrived => Facts[0];

    public string Model => Arrived.Model ?? "";
}

/// <summary>What the ledger knows of one attempt and its walk does not.</summary>
public sealed record RecordedAttempt(string RequestId, int Attempt, DateTimeOffset EndedAt, TokenUsage Usage, decimal? Cost)
{
    /// <summary>What a backend was told that the attempt used.</summary>
    public long? Used => Usage.Total ?? (Usage.Prompt is { } prompt ? prompt + (Usage.Completion ?? 0) : null);
}
