using Sidecar.Bench.Limits.Upstreams;

namespace Sidecar.Trouble;

/// <summary>One scenario of the benchmark.</summary>
/// <param name="Key">Its name on the command line.</param>
/// <param name="Scenario">The limits and the load.</param>
/// <param name="Outages">What fails meanwhile.</param>
internal sealed record TroubleRow(string Key, Scenario Scenario, params Outage[] Outages)
{
    /// <summary>The limit of each upstream that Sidecar is told as <c>rpm</c>; empty if it is told nothing. No peer can be told.</summary>
    public int[] Told { get; init; } = [];

    /// <summary>One client sends requests that every upstream refuses because of their content or size.</summary>
    public bool HasRefusedClient { get; init; }

    /// <summary>Whether a request comes from that client.</summary>
    public bool IsRefused(int request) => HasRefusedClient && request % 7 == 3;
}
