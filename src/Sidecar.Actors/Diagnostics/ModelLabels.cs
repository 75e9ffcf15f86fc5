using System.Collections.Concurrent;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Wire;

namespace Sidecar.Diagnostics;

/// <summary>Model names as metrics show them: configured models and the first few that an upstream has served; all others are
/// <c>other</c>, because clients can send any name.</summary>
internal sealed class ModelLabels
{
    /// <summary>How many models that are not configured may be shown, after an answer with 2xx.</summary>
    public const int MostProven = 50;

    private const int Longest = 128;

    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);
    private BackendCatalog? _catalog;
    private int _proven;

    public ModelLabels() => Add(RequestEnvelope.UnknownModel);

    public string Of(string model) => _known.GetValueOrDefault(model, TelemetryNames.Values.OtherModel);

    /// <summary>Adds the names of this catalog.</summary>
    public void Configure(BackendCatalog catalog)
    {
        if (ReferenceEquals(Interlocked.Exchange(ref _catalog, catalog), catalog))
            return;
        foreach (var target in catalog.ModelAliases.Values)
            Add(target);
        foreach (var backend in catalog.Backends)
            foreach (var model in backend.Models)
                Add(model.Name);
    }

    /// <summary>An upstream has served the model.</summary>
    public void Prove(string model)
    {
        if (Volatile.Read(ref _proven) >= MostProven || model.Length > Longest || _known.ContainsKey(model))
            return;
        // Counted before adding, so that simultaneous calls cannot exceed the bound; at worst one model is counted twice.
        if (Interlocked.Increment(ref _proven) <= MostProven)
            Add(model);
    }

    private void Add(string model) => _known.TryAdd(model, model);
}
