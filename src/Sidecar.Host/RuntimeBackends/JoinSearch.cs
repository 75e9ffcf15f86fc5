using Sidecar.Domain.Backends;
using Sidecar.Domain.Wire;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>Finds the version path under which an upstream answers, if the configured one leads to nothing.</summary>
internal sealed class JoinSearch(UpstreamQuestion question)
{
    // The paths between host and endpoint of the providers in docs/providers.md.
    private static readonly string[] Candidates = ["", "/v1", "/api/v1", "/openai/v1", "/openai", "/v1beta/openai"];

    /// <summary>The version path to set, with the upstream's answer there; null: none of the usual ones works.</summary>
    /// <param name="asked">The address that was already tried.</param>
    public async Task<(string Setting, UpstreamWord Word)?> FindAsync(Backend backend, Uri asked, CancellationToken cancellation)
    {
        var others = Candidates.Select(version => backend with { VersionPath = version })
            .Where(other => UpstreamUri.Join(other.BaseUrl, other.VersionPath, "/v1/models") != asked.GetLeftPart(UriPartial.Path))
            .ToList();
        foreach (var other in others)
            if (await question.ModelsAsync(other, cancellation) is { Models: not null } listed)
                return (SettingOf(other), listed);
        foreach (var other in others)
            if (await question.EmptyGenerationAsync(other, cancellation) is { IsRefusedAsEmpty: true } refused)
                return (SettingOf(other), refused);
        return null;
    }

    private static string SettingOf(Backend found) =>
        found.VersionPath == UpstreamUri.VersionOf(found.BaseUrl)
            ? "version-path = auto, or leave it out"
            : $"version-path = \"{found.VersionPath}\"";
}
