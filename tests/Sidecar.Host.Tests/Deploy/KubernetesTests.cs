using k8s.Models;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Deploy;

/// <summary>The manifests contain only fields that Kubernetes knows, and they fit each other, the image and the configuration.</summary>
public sealed class KubernetesTests
{
    private static readonly Kustomization[] Both = [Kustomization.Beside, Kustomization.Service];

    [Fact]
    public void every_field_is_one_of_kubernetes()
    {
        Assert.Equal([typeof(V1Deployment), typeof(V1Secret)], Kustomization.Beside.Objects.Select(o => o.GetType()));
        Assert.Equal([typeof(V1NetworkPolicy), typeof(V1Secret), typeof(V1Service), typeof(V1StatefulSet)],
            Kustomization.Service.Objects.Select(o => o.GetType()));
        Assert.ThrowsAny<YamlDotNet.Core.YamlException>(() => Kustomization.Strictly(
            "apiVersion: v1\nkind: Service\nmetadata: { name: x }\nspec: { prots: [] }"));
    }

    [Fact]
    public void what_is_applied_is_all_but_the_example_of_a_secret() => Assert.All(Both, k =>
    {
        var there = Directory.GetFiles(k.PathOf("")).Select(f => Path.GetFileName(f)!)
            .Except(["kustomization.yaml", "secret.example.yaml", "sidecar.conf"]);

        Assert.Equal(there.Order(), k.Own.At("resources").Texts().Order());
        Assert.Equal(["sidecar.conf"], Assert.Single((YamlDotNet.RepresentationModel.YamlSequenceNode)k.Own.At("configMapGenerator")!)
            .At("files").Texts());
    });

    [ToolFact("kubectl", "kubernetes-client")]
    public async Task kustomize_builds_both() => await Task.WhenAll(Both.Select(async k =>
    {
        var (code, output) = await Tool.Run("kubectl", ["kustomize", k.PathOf("")]);

        Assert.True(code == 0, output);
        var built = Kustomization.Strictly(output);
        Assert.Equal(File.ReadAllText(k.PathOf("sidecar.conf")), Assert.Single(built.OfType<V1ConfigMap>()).Data["sidecar.conf"]);
        Assert.Empty(built.OfType<V1Secret>());
        Assert.Contains("image: registry.example.com/sidecar:", output, StringComparison.Ordinal);
    }));

    [Fact]
    public void the_configuration_passes_with_the_secrets_that_are_mounted() => Assert.All(Both, k =>
    {
        var settings = k.ValidSettings();

        Assert.Equal("secret-of-admin-token", settings.AdminToken!.Reveal());
        Assert.Equal(["secret-of-nvidia", "secret-of-openrouter"], settings.Catalog.Backends.Select(b => b.ApiKey!.Reveal()));
    });

    [Fact]
    public void the_placeholders_of_the_secret_are_refused_each() => Assert.All(Both, k => Assert.All(k.Filled.Keys, name =>
    {
        using var deployed = k.Settings(k.Filled.ToDictionary(s => s.Key, s => s.Key == name ? k.Secret.StringData[name] : s.Value));

        var (code, output) = deployed.Check();

        Assert.Equal(2, code);
        Assert.Contains("\n1 fault", output, StringComparison.Ordinal);
    }));

    [Fact]
    public void configuration_and_secret_have_the_names_that_are_mounted() => Assert.All(Both, k =>
    {
        var configMap = Assert.Single((YamlDotNet.RepresentationModel.YamlSequenceNode)k.Own.At("configMapGenerator")!);

        Assert.Equal(configMap.At("name").Text(), k.Pod.Spec.Volumes.Single(v => v.ConfigMap is not null).ConfigMap.Name);
        Assert.Equal(k.Secret.Metadata.Name, k.Pod.Spec.Volumes.Single(v => v.Secret is not null).Secret.SecretName);
        Assert.All(k.Sidecar.Env.Where(e => e.ValueFrom is not null), e =>
            Assert.Equal(k.Secret.Metadata.Name, e.ValueFrom.SecretKeyRef.Name));
        Assert.All(k.Pod.Spec.InitContainers?.Concat(k.Pod.Spec.Containers) ?? k.Pod.Spec.Containers, c =>
            Assert.DoesNotContain(":latest", c.Image, StringComparison.Ordinal));
    });

    [Fact]
    public void there_is_time_for_the_whole_drain() =>
        Assert.All(Both, k => Assert.True(k.Pod.Spec.TerminationGracePeriodSeconds > k.ValidSettings().Http.Drain.TotalSeconds + 10));

    [Fact]
    public void the_root_is_read_only_and_all_that_is_written_is_a_volume() => Assert.All(Both, k =>
    {
        Assert.True(k.Sidecar.SecurityContext is { ReadOnlyRootFilesystem: true, RunAsNonRoot: true, AllowPrivilegeEscalation: false });
        Assert.Equal([ImageFile.DataDirectory, "/tmp"], k.Sidecar.VolumeMounts.Where(m => m.ReadOnlyProperty != true)
            .Select(m => m.MountPath));
        Assert.Equal(ImageFile.DataDirectory, k.ValidSettings().DataDirectory);
        Assert.Equal(k.Sidecar.SecurityContext.RunAsGroup, k.Pod.Spec.SecurityContext.FsGroup);
    });

    [Fact]
    public void beside_an_agent_only_the_pod_itself_may_ask()
    {
        var k = Kustomization.Beside;
        var agent = Assert.Single(k.Pod.Spec.Containers);

        Assert.Equal("Always", Assert.Single(k.Pod.Spec.InitContainers).RestartPolicy);
        Assert.Equal($"{Assert.Single(k.ValidSettings().Http.Urls)}/v1", agent.Env.Single(e => e.Name == "OPENAI_BASE_URL").Value);
        Assert.StartsWith("http://127.0.0.1:", k.ValidSettings().Http.Urls[0], StringComparison.Ordinal);
        Assert.All([k.Sidecar.StartupProbe, k.Sidecar.LivenessProbe], probe => Assert.Equal(ImageFile.HealthCommand, probe.Exec.Command));
        Assert.Null(k.Sidecar.ReadinessProbe);
    }

    [Fact]
    public void the_service_leads_to_the_port_that_the_image_listens_on()
    {
        var k = Kustomization.Service;
        var port = Assert.Single(k.Sidecar.Ports);
        var service = k.Objects.OfType<V1Service>().Single();
        var policy = k.Objects.OfType<V1NetworkPolicy>().Single().Spec;

        Assert.Equal(ImageFile.Port, port.ContainerPort);
        Assert.Equal([$"http://0.0.0.0:{ImageFile.Port}"], k.ValidSettings().Http.Urls);
        Assert.Equal(port.Name, Assert.Single(service.Spec.Ports).TargetPort.Value);
        Assert.Equal(port.Name, Assert.Single(Assert.Single(policy.Ingress).Ports).Port.Value);
        Assert.Equal($"{ImageFile.Port}", k.Pod.Metadata.Annotations["prometheus.io/port"]);
        Assert.All([k.Sidecar.StartupProbe, k.Sidecar.LivenessProbe, k.Sidecar.ReadinessProbe], probe =>
            Assert.Equal(port.Name, probe.HttpGet.Port.Value));
        Assert.All([service.Spec.Selector, policy.PodSelector.MatchLabels], labels =>
            Assert.All(labels, label => Assert.Equal(label.Value, k.Pod.Metadata.Labels[label.Key])));
    }

    [Fact]
    public void the_service_asks_for_keys_and_may_reach_its_backends()
    {
        var k = Kustomization.Service;
        var open = k.Objects.OfType<V1NetworkPolicy>().Single().Spec.Egress.SelectMany(e => e.Ports).Where(p => p.Protocol == "TCP")
            .Select(p => p.Port.Value);
        var settings = k.ValidSettings();

        Assert.False(settings.Clients.IsOpen);
        Assert.All(settings.Catalog.Backends, backend => Assert.Contains($"{new Uri(backend.BaseUrl).Port}", open));
        Assert.Equal(1, k.Objects.OfType<V1StatefulSet>().Single().Spec.Replicas);
    }
}
