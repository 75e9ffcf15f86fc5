using Sidecar.Backends;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;

namespace Sidecar.Host.Dashboard.Feed;

/// <summary>One backend in the overview.</summary>
/// <param name="Started">Requests started in the last 60 s; 0 without an rpm limit.</param>
/// <param name="Share">Its share of the last minute's attempts, 0 to 1.</param>
public sealed record BackendTile(Backend Definition, BackendStanding Standing, int InFlight, int Started, double Share)
{
    public string Id => Definition.Id;

    public CooldownStanding Whole => Standing.Whole;

    /// <summary>Models that rest on their own.</summary>
    public IEnumerable<KeyValuePair<string, CooldownStanding>> RestingModels =>
        Standing.Models.Where(model => model.Value.Mode != RestMode.Available);

    /// <summary>Learnt limits by model; the empty name stands for the whole backend.</summary>
    public IReadOnlyList<KeyValuePair<string, LearnedLimit>> Limits => Standing.Limits;

    /// <summary>It takes any request.</summary>
    public bool IsOpen => Definition.Enabled && !IsResting;

    public bool IsResting => Whole.Mode != RestMode.Available || RestingModels.Any();

    /// <summary>When it, or the first model that rests on its own, is expected back; null if that is not known.</summary>
    public DateTimeOffset? Until => Whole.Mode != RestMode.Available ? Whole.Until : RestingModels.Min(model => model.Value.Until);

    public static BackendTile Of(Backend definition, BackendProtocol.BackendStatus status, TrafficReading traffic) => new(
        definition, BackendStanding.Of(status.State, status.At), status.InFlight, status.StartedInWindow, traffic.ShareOf(definition.Id));
}

/// <summary>One pool and its backends, in the order of the configuration.</summary>
public sealed record PoolTile(string Name, bool IsPrimary, IReadOnlyList<BackendTile> Backends)
{
    public int Available => Backends.Count(backend => backend.Definition.Enabled && backend.Whole.Mode == RestMode.Available);
}
