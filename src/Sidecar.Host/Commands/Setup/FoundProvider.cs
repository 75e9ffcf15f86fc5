using Sidecar.Domain.Backends;

namespace Sidecar.Host.Commands.Setup;

/// <summary>A provider for which the environment holds at least one key.</summary>
/// <param name="Variables">The names of the variables; their values are read but never shown.</param>
/// <param name="BaseUrl">The address, if it is not the preset's own.</param>
/// <param name="Doubt">Why it is only written as a comment; empty if it is to be used.</param>
internal sealed record FoundProvider(ProviderPreset Preset, IReadOnlyList<string> Variables, string? BaseUrl, string Doubt)
{
    public bool IsUsed => Doubt.Length == 0;
}
