using Sidecar.Bench.Limits.Upstreams;

namespace Sidecar.Trouble;

/// <summary>One scenario of the benchmark.</summary>
/// <param name="Key">As it is named on the command line.</param>
/// <param name="Scenario">Limits and load.</param>
/// <param name="Outages">What fails meanwhile.</param>
internal sealed record TroubleRow(string Key, Scenario Scenario, params Outage[] Outages)
{
    /// <summary>What Sidecar is told of each upstream as <c>rpm</c>; empty: nothing. No peer can be told.</summary>
    public int[] Told { get; init; } = [];

    /// <summary>One client sends what every upstream refuses for its content or size.</summary>
    public bool HasRefusedClient { get; init; }

    /// <summary>A request is that client's.</summary>
    public bool IsRefused(int request) => HasRefusedClient && request % 7 == 3;
}
