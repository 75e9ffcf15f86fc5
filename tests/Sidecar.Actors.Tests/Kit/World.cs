using Sidecar.Domain.Backends;
using Sidecar.Domain.Policies;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>Everything a scenario can set before the actors start. Without jitter and in the operator's order unless it says otherwise, so
/// that each instant and each pick can be foretold.</summary>
internal sealed record World(params Backend[] Backends)
{
    public WalkPolicy Walk { get; init; } = new()
    {
        Routing = new RoutingPolicy(3, RoutingStrategy.InOrder),
        PrimaryWait = new PrimaryWaitPolicy(5, TimeSpan.FromSeconds(2), 1000) { For = WaitFor.Any },
        Deadline = TimeSpan.FromSeconds(55),
    };

    /// <summary>As it is shipped, randomness included.</summary>
    public static World Shipped(params Backend[] backends) => new(backends) { Walk = new WalkPolicy(), Cooldown = new CooldownPolicy() };

    public CooldownPolicy Cooldown { get; init; } = new() { Jitter = 0 };

    /// <summary>When set, the seed that shuffles the order in which actors run; null is first come, first served.</summary>
    public int? Interleaving { get; init; }

    public int Seed { get; init; } = 1;

    public BackendCatalog Catalog => new(["primary", "fallback"], Backends, new Dictionary<string, string>());
}
