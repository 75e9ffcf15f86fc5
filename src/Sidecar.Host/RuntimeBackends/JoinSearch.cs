using Sidecar.Domain.Backends;
using Sidecar.Domain.Wire;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>Looks for the version path under which an upstream answers, where the one in use leads to nothing.</summary>
internal sealed class JoinSearch(UpstreamQuestion question)
{
    // What stands between host and endpoint at the providers of docs/providers.md.
    private static readonly string[] Candidates = ["", "/v1", "/api/v1", "/openai/v1", "/openai", "/v1beta/openai"];

    /// <summary>The version path to set, with what the upstream said there; null: none of the usual ones leads anywhere.</summary>
    /// <param name="asked">Where it was asked already.</param>
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
