namespace Sidecar.Domain.Backends;

/// <summary>What rests after a 429 or an overload: the whole backend, or only the requested model.</summary>
public enum CooldownScope
{
    Backend,
    Model,
}
