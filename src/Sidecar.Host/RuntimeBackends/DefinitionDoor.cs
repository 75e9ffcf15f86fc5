using Sidecar.Domain.Backends;
using Sidecar.Host.Configuration;
using Sidecar.Host.Configuration.Hocon;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>Keeps definitions through the API from misusing secrets: taking them from arbitrary places, or sending them elsewhere than
/// they were meant for.</summary>
internal static class DefinitionDoor
{
    /// <summary>The keys of a definition that say where its own key is.</summary>
    public static readonly string[] KeyWays = ["api-key", "api-key-env", "api-key-file", "api-keys-env", "api-keys-file"];

    private const string BaseUrl = "base-url";
    private const string Preset = "preset";

    // Any value in them may be a key.
    private static readonly string[] Sections = ["headers", "query"];

    // Each of these keys may send a request somewhere else.
    private static readonly string[] Places = [BaseUrl, Preset, "proxy"];

    /// <param name="former">The previous definition; empty for a new one.</param>
    /// <param name="changes">The changes, with canonical keys.</param>
    public static IEnumerable<DefinitionFault> FaultsOf(HoconObject former, HoconObject changes, KeySources sources)
    {
        var preset = ProviderPresets.Find(TextOf(changes, Preset) ?? TextOf(former, Preset) ?? "");
        var baseUrl = TextOf(changes, BaseUrl) ?? TextOf(former, BaseUrl) ?? preset?.OpenAi?.BaseUrl;
        foreach (var way in KeyWays.Where(way => way.EndsWith("-env", StringComparison.Ordinal)))
            foreach (var name in TextsOf(changes.Members.GetValueOrDefault(way)))
                if (!sources.AllowsVariable(name, baseUrl))
                    yield return new DefinitionFault(
                        way, "is not among the variables that may be named here (sidecar.admin.key-variables)");
        foreach (var way in KeyWays.Where(way => way.EndsWith("-file", StringComparison.Ordinal)))
            foreach (var path in TextsOf(changes.Members.GetValueOrDefault(way)))
                if (!sources.AllowsFile(path))
                    yield return new DefinitionFault(way, "is not among the files that may be named here (sidecar.admin.key-files)");
        var moved = Array.Find(Places, place => changes.Members.ContainsKey(place) && TextOf(changes, place) != TextOf(former, place));
        if (moved is null)
            yield break;
        if (Array.Exists(KeyWays, former.Members.ContainsKey) && !Array.Exists(KeyWays, changes.Members.ContainsKey))
            yield return new DefinitionFault(
                moved, "is changed, and the key was given for where it led before: give the key again, or null for none");
        foreach (var section in Sections)
            if (former.Members.GetValueOrDefault(section) is HoconObject { Members.Count: > 0 } && !changes.Members.ContainsKey(section))
                yield return new DefinitionFault(moved,
                    $"is changed, and {section}, which may hold a key, was given for where it led before: give it again, or null for none");
    }

    private static string? TextOf(HoconObject definition, string key) => (definition.Members.GetValueOrDefault(key) as HoconScalar)?.Text;

    private static IEnumerable<string> TextsOf(HoconNode? node) => node switch
    {
        HoconScalar { Text: { } text } => [text],
        HoconArray list => list.Items.SelectMany(TextsOf),
        _ => [],
    };
}
