namespace Sidecar.Host.Commands.Setup.Agents;

/// <summary>What agents are pointed at.</summary>
/// <param name="Url">Sidecar's own address, without <c>/v1</c>.</param>
/// <param name="Model">Null: the agent keeps the models it asks for by itself.</param>
internal sealed record PointTarget(string Url, string? Model)
{
    /// <summary>What is sent as a key where an agent wants one: backends with keys of their own are sent those.</summary>
    public const string Key = "sidecar";

    public string V1 => $"{Url}/v1";
}
