namespace Sidecar.Domain.Backends;

/// <summary>What rests when an upstream says 429 or "overloaded": the whole backend, or only the model that was asked for.</summary>
public enum CooldownScope
{
    Backend,
    Model,
}
