namespace Sidecar.Domain.Routing;

/// <summary>What backends refused to those who waited, and until when they need not be asked again: for all models or, where the reason
/// was one model's own, for that.</summary>
internal sealed class WaitingBlocks
{
    private readonly Dictionary<int, DateTimeOffset> _whole = [];
    private readonly Dictionary<int, Dictionary<string, DateTimeOffset>> _models = [];

    /// <param name="model">Null: for all of them.</param>
    public void Set(int backend, string? model, DateTimeOffset until)
    {
        if (model is null)
        {
            _whole[backend] = until;
            return;
        }
        // The last word on a backend counts: the room that all share is there, if this model alone was refused it.
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

    /// <summary>Nobody waits for this model any more: clients choose the names, so that they must not pile up.</summary>
    public void Forget(string model)
    {
        foreach (var own in _models.Values)
            own.Remove(model);
    }

    /// <summary>It refused for want of what all models share.</summary>
    public bool IsOfAll(int backend) => _whole.ContainsKey(backend);

    public DateTimeOffset Until(int backend, string model)
    {
        var until = _whole.GetValueOrDefault(backend);
        return _models.TryGetValue(backend, out var own) && own.TryGetValue(model, out var at) && at > until ? at : until;
    }
}
