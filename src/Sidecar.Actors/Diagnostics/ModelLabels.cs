using System.Collections.Concurrent;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Wire;

namespace Sidecar.Diagnostics;

/// <summary>Models as metrics name them: those that are configured and the first few that an upstream has served; any other is
/// <c>other</c>, for clients write what they like.</summary>
internal sealed class ModelLabels
{
    /// <summary>Models that are not configured but were answered with a 2xx.</summary>
    public const int MostProven = 50;

    private const int Longest = 128;

    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);
    private BackendCatalog? _catalog;
    private int _proven;

    public ModelLabels() => Add(RequestEnvelope.UnknownModel);

    public string Of(string model) => _known.GetValueOrDefault(model, TelemetryNames.Values.OtherModel);

    /// <summary>The names of this catalog are known from now on.</summary>
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

    /// <summary>An upstream served it.</summary>
    public void Prove(string model)
    {
        if (Volatile.Read(ref _proven) >= MostProven || model.Length > Longest || _known.ContainsKey(model))
            return;
        // Two that come at once may both count one model, or go one beyond the bound by nobody: the count is taken first.
        if (Interlocked.Increment(ref _proven) <= MostProven)
            Add(model);
    }

    private void Add(string model) => _known.TryAdd(model, model);
}
