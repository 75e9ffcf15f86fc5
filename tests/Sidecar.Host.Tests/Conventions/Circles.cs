namespace Sidecar.Host.Tests.Conventions;

/// <summary>Finds nodes that can be reached from themselves.</summary>
internal static class Circles
{
    /// <summary>Each group of nodes that all lead to one another, in order; empty if there is no circle.</summary>
    public static IReadOnlyList<IReadOnlyList<T>> In<T>(IEnumerable<(T From, T To)> references) where T : notnull
    {
        var next = references.ToLookup(r => r.From, r => r.To);
        var reached = next.Select(from => from.Key).ToDictionary(node => node, node => Reached(node, next));
        return [.. reached.Where(r => r.Value.Contains(r.Key))
            .Select(r => (IReadOnlyList<T>)[.. r.Value.Where(other => reached.TryGetValue(other, out var back) && back.Contains(r.Key))
                .OrderBy(n => n.ToString(), StringComparer.Ordinal)])
            .DistinctBy(group => string.Join(' ', group))];
    }

    /// <summary>The references that no longer path implies: what is left of a drawing when everything implied is omitted.</summary>
    public static IEnumerable<(T From, T To)> WithoutImplied<T>(IReadOnlyCollection<(T From, T To)> references) where T : notnull
    {
        var next = references.ToLookup(r => r.From, r => r.To);
        return references.Where(r => !next[r.From].Any(between => !between.Equals(r.To) && Reached(between, next).Contains(r.To)));
    }

    private static HashSet<T> Reached<T>(T from, ILookup<T, T> next)
    {
        var seen = new HashSet<T>();
        var open = new Stack<T>(next[from]);
        while (open.TryPop(out var node))
            if (seen.Add(node))
                foreach (var further in next[node])
                    open.Push(further);
        return seen;
    }
}
