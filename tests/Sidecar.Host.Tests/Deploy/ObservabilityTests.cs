namespace Sidecar.Host.Tests.Deploy;

/// <summary>Prometheus finds Sidecar, the rules refer to that job, and Grafana finds Prometheus and the dashboard.</summary>
public sealed class ObservabilityTests
{
    private static readonly YamlDotNet.RepresentationModel.YamlNode Scrape =
        Assert.Single((YamlDotNet.RepresentationModel.YamlSequenceNode)DeployedFile.Yaml("deploy/prometheus/prometheus.yml")
            .At("scrape_configs")!);

    [Fact]
    public void prometheus_asks_sidecar_under_the_name_that_the_alerts_use()
    {
        var target = Assert.Single(Assert.Single((YamlDotNet.RepresentationModel.YamlSequenceNode)Scrape.At("static_configs")!)
            .At("targets").Texts());

        Assert.Equal($"sidecar:{ImageFile.Port}", target);
        Assert.NotNull(ComposeFiles.Service(ComposeFiles.Base, "sidecar"));
        Assert.Contains($"up{{job=\"{Scrape.At("job_name").Text()}\"}}", DeployedFile.Read("deploy/prometheus/alerts.yml"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void prometheus_is_started_with_the_files_that_are_mounted()
    {
        var service = ComposeFiles.Service(ComposeFiles.Observability, "prometheus");
        var mounts = ComposeFiles.Mounts(service).ToDictionary(m => m.Target, m => m.Source);

        Assert.Equal("deploy/prometheus/prometheus.yml", mounts[service.At("command").Texts()[0]["--config.file=".Length..]]);
        Assert.Equal("deploy/prometheus/alerts.yml", mounts["/etc/prometheus/"
            + Assert.Single(DeployedFile.Yaml("deploy/prometheus/prometheus.yml").At("rule_files").Texts())]);
    }

    [Fact]
    public void grafana_is_provisioned_with_prometheus_and_the_dashboard()
    {
        var mounts = ComposeFiles.Mounts(ComposeFiles.Service(ComposeFiles.Observability, "grafana"))
            .ToDictionary(m => m.Source, m => m.Target);
        var source = Assert.Single((YamlDotNet.RepresentationModel.YamlSequenceNode)DeployedFile.Yaml(
            "deploy/grafana/provisioning/datasources/prometheus.yaml").At("datasources")!);
        var provider = Assert.Single((YamlDotNet.RepresentationModel.YamlSequenceNode)DeployedFile.Yaml(
            "deploy/grafana/provisioning/dashboards/sidecar.yaml").At("providers")!);
        var port = ComposeFiles.Service(ComposeFiles.Observability, "prometheus").At("ports").Texts()[0].Split(':')[^1];

        Assert.Equal($"http://prometheus:{port}", source.At("url").Text());
        Assert.Equal("prometheus", source.At("type").Text());
        Assert.Equal("/etc/grafana/provisioning", mounts["deploy/grafana/provisioning"]);
        Assert.Equal(Path.GetDirectoryName(mounts["deploy/grafana/sidecar.json"]), provider.At("options", "path").Text());
    }
}
