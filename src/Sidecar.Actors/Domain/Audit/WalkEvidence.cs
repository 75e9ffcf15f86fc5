namespace Sidecar.Domain.Audit;

/// <summary>What is known about a walk besides its own facts.</summary>
/// <param name="Histories">Histories of the backends in <see cref="WalkBackends.Of"/>, around the time of the walk.</param>
/// <param name="Emergencies">Emergency activations around that time.</param>
/// <param name="Attempts">The ledger's rows, if there are any.</param>
/// <param name="Now">What the walk is doing, if it is still running.</param>
public sealed record WalkEvidence(
    IReadOnlyDictionary<string, BackendHistory> Histories, IReadOnlyList<JournalledEvent> Emergencies,
        IReadOnlyList<AttemptFigures> Attempts, RunningStep? Now)
{
    public BackendHistory HistoryOf(string backend) => Histories.GetValueOrDefault(backend, BackendHistory.None);
}
