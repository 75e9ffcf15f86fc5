using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Forecast;

/// <summary>One backend in a simulation: its decisions, the load that others see, and its upstream.</summary>
internal sealed record SimulatedBackend(int Index, ServingBackend Serving, BackendLoad Load, SimulatedUpstream Upstream)
{
    public string Id => Serving.Definition.Id;

    public void ShowLoad(DateTimeOffset now) => Load.Show(Serving, now);
}
