namespace Sidecar.Domain.Recordings;

/// <summary>The steps of a run's policy changes: one for the pool, and one for each backend, because backends learn of a change one after
/// the other.</summary>
internal static class ChangeSteps
{
    /// <param name="history">The run.</param>
    /// <param name="facts">The steps from walks' facts, in any order.</param>
    public static IReadOnlyList<Step> Of(RecordedHistory history, IReadOnlyList<Step> facts)
    {
        var changes = history.Changes;
        if (changes.Count == 0)
            return [];
        var replaced = changes.Select(
            (change, i) => new Step(StepKind.Replaced, change.At) { Change = i, Heard = change.Board, Placing = Placing.Known }).ToList();
        Chain(replaced);
        foreach (var step in facts.Where(step => BoardOf(step) is not null))
            Place(step, LastUpTo(changes, BoardOf(step)!.Value), replaced);
        var all = new List<Step>(replaced);
        var leases = facts.Where(step => step.Fact is { Kind: "lease", Place.Number: > 0 })
            .ToLookup(step => step.Backend!, StringComparer.Ordinal);
        foreach (var backend in history.BackendIds)
        {
            var first = FirstWith(history, backend);
            var own = changes.Select(
                (change, i) => new Step(StepKind.Redefined, change.At) { Change = i, Backend = backend, Placing = Placing.Known }).ToList();
            Chain(own);
            foreach (var (redefined, change) in own.Zip(replaced))
                redefined.After.Add(change);
            // What the backend's actor found at its start happened before the pool knew of it, and is recorded afterwards.
            foreach (var early in first < 0 ? [] : facts.Where(step => step.Walk is null && step.Backend == backend))
                early.After.Add(replaced[first]);
            foreach (var lease in leases[backend])
                Place(lease, Math.Max(first, LastUpTo(changes, lease.Fact!.Place.Board)), own);
            all.AddRange(own);
        }
        return all;
    }

    // A request that arrives is looked at in one turn with its first pick, and so by the same board.
    private static long? BoardOf(Step step) => step.Fact?.Kind == "arrived" ? step.Walk!.FirstPick?.Board : step.Fact?.Board;

    // After the last change that it knew of, and before the next.
    private static void Place(Step step, int last, List<Step> changes)
    {
        if (last >= 0)
            step.After.Add(changes[last]);
        if (last + 1 < changes.Count)
            changes[last + 1].After.Add(step);
    }

    private static void Chain(List<Step> steps)
    {
        for (var i = 1; i < steps.Count; i++)
            steps[i].After.Add(steps[i - 1]);
    }

    private static int LastUpTo(IReadOnlyList<PolicyChange> changes, long board)
    {
        var last = changes.Count - 1;
        while (last >= 0 && changes[last].Board > board)
            last--;
        return last;
    }

    // An added backend begins with the definition with which it was added.
    private static int FirstWith(RecordedHistory history, string backend)
    {
        if (history.Policy.Catalog.IndexOf(backend) >= 0)
            return -1;
        var first = 0;
        while (history.Changes[first].Policy.Catalog.IndexOf(backend) < 0)
            first++;
        return first;
    }
}
