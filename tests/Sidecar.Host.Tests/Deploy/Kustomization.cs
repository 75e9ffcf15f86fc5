using k8s;
using k8s.Models;

namespace Sidecar.Host.Tests.Deploy;

/// <summary>One of the directories for Kubernetes: its objects, read strictly, and the environment they give Sidecar.</summary>
internal sealed class Kustomization
{
    private readonly string _directory;

    private Kustomization(string name)
    {
        _directory = $"deploy/kubernetes/{name}";
        Objects = [.. Directory.GetFiles(DeployedFile.PathOf(_directory), "*.yaml").Where(f => Path.GetFileName(f) != "kustomization.yaml")
            .Order(StringComparer.Ordinal)
            .SelectMany(f => Strictly(File.ReadAllText(f)))];
    }

    public static Kustomization Beside { get; } = new("sidecar-container");

    public static Kustomization Service { get; } = new("service");

    public IReadOnlyList<object> Objects { get; }

    public V1PodTemplateSpec Pod => Objects.OfType<V1Deployment>().Select(d => d.Spec.Template)
        .Concat(Objects.OfType<V1StatefulSet>().Select(s => s.Spec.Template)).Single();

    public V1Container Sidecar => (Pod.Spec.InitContainers ?? []).Concat(Pod.Spec.Containers).Single(c => c.Name == "sidecar");

    public V1Secret Secret => Objects.OfType<V1Secret>().Single();

    public YamlDotNet.RepresentationModel.YamlMappingNode Own => DeployedFile.Yaml($"{_directory}/kustomization.yaml");

    public string PathOf(string file) => DeployedFile.PathOf($"{_directory}/{file}");

    public override string ToString() => _directory;

    /// <summary>Throws if Kubernetes does not know a field.</summary>
    public static List<object> Strictly(string text) => KubernetesYaml.LoadAllFromString(text, typeMap: null, strict: true);

    /// <summary>The configuration as the container reads it.</summary>
    /// <param name="secrets">The values of the Secret.</param>
    public DeployedSettings Settings(IReadOnlyDictionary<string, string> secrets)
    {
        var environment = ImageFile.Environment.ToDictionary();
        foreach (var variable in Sidecar.Env)
            environment[variable.Name] = variable.Value ?? secrets[variable.ValueFrom.SecretKeyRef.Key];
        // The path of the configuration must be the path at which its volume is mounted.
        Assert.Equal(MountOf(Pod.Spec.Volumes.Single(v => v.ConfigMap is not null).Name) + "/sidecar.conf", environment["SIDECAR_CONFIG"]);
        return new DeployedSettings($"{_directory}/sidecar.conf", MountOf(Pod.Spec.Volumes.Single(v => v.Secret is not null).Name), secrets,
            environment);
    }

    /// <summary>The settings, with every secret filled in.</summary>
    public Sidecar.Host.Configuration.SidecarSettings ValidSettings()
    {
        using var deployed = Settings(Filled);
        return deployed.Valid();
    }

    public Dictionary<string, string> Filled => Secret.StringData.Keys.ToDictionary(
        key => key, key => key.EndsWith("-hash", StringComparison.Ordinal) ? new string('a', 64) : $"secret-of-{key}\n");

    public string MountOf(string volume) => Sidecar.VolumeMounts.Single(m => m.Name == volume).MountPath;
}
