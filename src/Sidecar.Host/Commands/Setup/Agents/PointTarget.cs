namespace Sidecar.Host.Commands.Setup.Agents;

/// <summary>The address and model that agents are pointed at.</summary>
/// <param name="Url">Sidecar's own address, without <c>/v1</c>.</param>
/// <param name="Model">Null if the agent keeps asking for its default models.</param>
/// <param name="HasResponses">Some backend speaks OpenAI's responses itself, and may have its tools.</param>
internal sealed record PointTarget(string Url, string? Model, bool HasResponses)
{
    /// <summary>The placeholder for agents that require a key; backends with their own keys are sent those.</summary>
    public const string Key = "sidecar";

    public string V1 => $"{Url}/v1";
}
