namespace Sidecar.Domain.Audit;

/// <summary>What is known around a walk's own facts.</summary>
/// <param name="Histories">Of the backends in <see cref="WalkBackends.Of"/>, around the walk.</param>
/// <param name="Emergencies">Emergency activations around the walk.</param>
/// <param name="Attempts">The ledger's rows, as far as there are any.</param>
/// <param name="Now">What the walk does, if it still runs.</param>
public sealed record WalkEvidence(
    IReadOnlyDictionary<string, BackendHistory> Histories, IReadOnlyList<JournalledEvent> Emergencies,
        IReadOnlyList<AttemptFigures> Attempts, RunningStep? Now)
{
    public BackendHistory HistoryOf(string backend) => Histories.GetValueOrDefault(backend, BackendHistory.None);
}
