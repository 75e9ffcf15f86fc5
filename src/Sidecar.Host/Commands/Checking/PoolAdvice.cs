using Sidecar.Domain.Backends;
using Sidecar.Host.Configuration;
using Sidecar.Host.Configuration.Hocon;

namespace Sidecar.Host.Commands.Checking;

/// <summary>Warns about a primary pool that cannot serve, and about backends that are asked without any limit.</summary>
internal static class PoolAdvice
{
    public static IEnumerable<string> Of(SidecarSettings settings)
    {
        var catalog = settings.Catalog;
        // Who only sets a provider's variable has chosen no pool.
        if (catalog.Backends.Count == 0 || settings.WellKnown.Count > 0)
            yield break;
        if (!catalog.Backends.Any(backend => backend.Enabled))
            yield return "sidecar.backends: none is enabled: every request is refused";
        else if (!catalog.PoolMembers[0].Any(index => catalog.Backends[index].Enabled))
            yield return $"sidecar.pools: no enabled backend is in {catalog.Pools[0]}, the primary pool: every request goes to a later one";
        if (settings.Cooldown.Learn)
            yield break;
        foreach (var backend in catalog.Defined.Where(HasNoLimit))
            yield return $"{HoconPath.Append("sidecar.backends", backend.Id)}.rpm: no limit is told, and none is learnt "
                + "(cooldown.learn = off): it is asked until it answers 429";
    }

    private static bool HasNoLimit(Backend backend) =>
        backend is { Enabled: true, Rpm: 0, Tpm: 0, Rpd: 0, MaxConcurrency: 0 };
}
