using Sidecar.Domain.Backends;

namespace Sidecar.Host.Commands.Setup;

/// <summary>A provider of which the environment holds at least one key.</summary>
/// <param name="Variables">Their names; what they hold is looked at and never told.</param>
/// <param name="BaseUrl">Where it is not the preset's own.</param>
/// <param name="Doubt">Why it is only written as a remark; empty: it is meant to be used.</param>
internal sealed record FoundProvider(ProviderPreset Preset, IReadOnlyList<string> Variables, string? BaseUrl, string Doubt)
{
    public bool IsUsed => Doubt.Length == 0;
}
