using YamlDotNet.RepresentationModel;

namespace Sidecar.Host.Tests.Deploy;

/// <summary>The files for Docker Compose.</summary>
internal static class ComposeFiles
{
    public const string Base = "compose.yaml", Secrets = "deploy/compose/secrets.yaml", Observability = "deploy/compose/observability.yaml",
        Postgres = "deploy/compose/postgres.yaml";

    public static readonly string[] All = [Base, Secrets, Observability, Postgres];

    /// <summary>The base file with every selection of the others.</summary>
    public static IEnumerable<string[]> Combinations() =>
        Enumerable.Range(0, 1 << (All.Length - 1)).Select(bits => (string[])[Base, .. All[1..].Where((_, i) => (bits >> i & 1) == 1)]);

    public static IEnumerable<(string File, string Name, YamlNode Service)> Services() =>
        All.SelectMany(file => DeployedFile.Yaml(file).At("services").Members().Select(s => (file, s.Key, s.Value)));

    public static YamlNode Service(string file, string name) => DeployedFile.Yaml(file).At("services", name)!;

    public static Dictionary<string, string> Environment(string file, string name) =>
        Service(file, name).At("environment").Members().ToDictionary(v => v.Key, v => v.Value.Text());

    /// <summary>What is mounted from the repository: its path there, and its path in the container.</summary>
    public static IEnumerable<(string Source, string Target)> Mounts(YamlNode service) =>
        service.At("volumes").Texts().Select(v => v.Split(':')).Where(v => v[0].StartsWith("./", StringComparison.Ordinal))
            .Select(v => (v[0][2..], v[1]));
}
