namespace Sidecar.Domain.Routing;

/// <summary>The backends that refused waiters, and until when they need not be asked again: for all models or, if the reason concerns one
/// model, for that one.</summary>
internal sealed class WaitingBlocks
{
    private readonly Dictionary<int, DateTimeOffset> _whole = [];
    private readonly Dictionary<int, Dictionary<string, DateTimeOffset>> _models = [];

    /// <param name="model">Null: all models.</param>
    public void Set(int backend, string? model, DateTimeOffset until)
    {
        if (model is null)
        {
            _whole[backend] = until;
            return;
        }
        // The latest refusal counts: if it concerned this model alone, the capacity shared by all models is free again.
        _whole.Remove(backend);
        if (!_models.TryGetValue(backend, out var own))
            _models.Add(backend, own = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal));
        own[model] = until;
    }

    public void Clear(int backend)
    {
        _whole.Remove(backend);
        _models.Remove(backend);
    }

    /// <summary>No waiter wants this model any more. Clients choose these names, so they must not accumulate.</summary>
    public void Forget(string model)
    {
        foreach (var own in _models.Values)
            own.Remove(model);
    }

    /// <summary>Whether it refused because of something that all models share.</summary>
    public bool IsOfAll(int backend) => _whole.ContainsKey(backend);

    public DateTimeOffset Until(int backend, string model)
    {
        var until = _whole.GetValueOrDefault(backend);
        return _models.TryGetValue(backend, out var own) && own.TryGetValue(model, out var at) && at > until ? at : until;
    }
}
