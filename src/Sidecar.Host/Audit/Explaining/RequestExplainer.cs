using Sidecar.Domain.Attempts;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Walk;
using Sidecar.Host.Storage;
using Sidecar.Ledger;
using Sidecar.Requests;

namespace Sidecar.Host.Audit.Explaining;

/// <summary>Explains requests: finished ones from journal and ledger, running ones from what their coordinators know.</summary>
/// <param name="running">Finds a running walk; null if no server runs in this process.</param>
/// <param name="written">Writes everything that the ledger still buffers, and returns whether that succeeded; null if no server runs in
/// this process.</param>
public sealed class RequestExplainer(StoredData data, Func<string, Task<RunningWalk?>>? running = null, Func<Task<bool>>? written = null)
{
    private readonly WalkReader _walks = new(data.Ledger);

    /// <summary>Null: nothing is known about the request. Throws <see cref="InvalidDataException"/> if its stored walk cannot be
    /// read.</summary>
    public async Task<WalkExplanation?> ExplainAsync(string requestId, CancellationToken cancellation)
    {
        var (stored, attempts) = await _walks.FindAsync(requestId, cancellation);
        if (stored is not null)
            return await ExplainAsync(stored.ReadFacts, attempts, null, cancellation);
        if (running is not null && await running(requestId) is { } walk)
            return await ExplainAsync(() => WalkFactReader.Read(WalkFactCodec.Write(walk.Facts)), attempts, walk.Now, cancellation);
        // Rows are buffered for a moment: a request that has just ended must not be reported as unknown.
        if (written is null || !await written())
            return null;
        (stored, attempts) = await _walks.FindAsync(requestId, cancellation);
        return stored is null ? null : await ExplainAsync(stored.ReadFacts, attempts, null, cancellation);
    }

    // Reading blocks on the disk, so it is moved off the threads that serve requests.
    private Task<WalkExplanation> ExplainAsync(
        Func<IReadOnlyList<StoredFact>> read, IReadOnlyList<AttemptRow> attempts, RunningStep? now,
            CancellationToken cancellation) => Task.Run(
        () =>
        {
            var facts = read();
            using var view = JournalView.Open(data.Journal);
            return WalkExplainer.Explain(facts, EvidenceOf(facts, view, attempts, now));
        },
        cancellation);

    private static WalkEvidence EvidenceOf(
        IReadOnlyList<StoredFact> facts, JournalView? view, IReadOnlyList<AttemptRow> attempts, RunningStep? now)
    {
        var figures = attempts.Select(FiguresOf).ToList();
        if (view is null || facts.Count == 0)
            return new WalkEvidence(new Dictionary<string, BackendHistory>(), [], figures, now);
        var model = facts[0].Model ?? "";
        var around = new HistoryAround(view, facts[0].At, facts[^1].At);
        var histories =
            WalkBackends.Of(facts).ToDictionary(backend => backend, backend => around.OfBackend(backend, model), StringComparer.Ordinal);
        return new WalkEvidence(histories, MayHaveBeenEmergency(facts) ? around.OfEmergencies() : [], figures, now);
    }

    private static bool MayHaveBeenEmergency(IReadOnlyList<StoredFact> facts) =>
        facts[^1].Code is not RelayOutcomeNames.Completed || facts.Any(fact => fact.Phase == RequestPhase.Emergency);

    private static AttemptFigures FiguresOf(AttemptRow row) =>
        new(row.Attempt, row.Pool, row.ErrorClass, row.LatencyMs, row.FirstTokenMs, row.PromptTokens, row.CompletionTokens, row.TotalTokens,
            row.Cost);
}
