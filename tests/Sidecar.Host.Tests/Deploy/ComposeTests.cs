using System.Globalization;
using System.Text.RegularExpressions;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Deploy;

/// <summary>Compose accepts the files in every combination, nothing is open or guessable, and what one file refers to another
/// provides.</summary>
public sealed partial class ComposeTests
{
    private static readonly Dictionary<string, string> Needed = ComposeFiles.All.SelectMany(f => Guard().Matches(DeployedFile.Read(f)))
        .Select(m => m.Groups[1].Value).Distinct().ToDictionary(n => n, _ => "x");

    [ToolFact("docker-compose", "docker-compose")]
    public async Task every_combination_is_accepted()
    {
        foreach (var files in ComposeFiles.Combinations())
        {
            var (code, output) = await Tool.Run("docker-compose", [.. Arguments(files), "config", "--quiet"], environment: Needed);

            Assert.True(code == 0, $"{string.Join(" ", files)}: {output}");
        }
    }

    [ToolFact("docker-compose", "docker-compose")]
    public async Task what_has_no_default_is_asked_for_by_its_name()
    {
        Assert.Equal(["GRAFANA_ADMIN_PASSWORD", "POSTGRES_PASSWORD", "SIDECAR_ADMIN_TOKEN"], Needed.Keys.Order());
        foreach (var name in Needed.Keys)
        {
            var (code, output) = await Tool.Run("docker-compose", [.. Arguments(ComposeFiles.All), "config", "--quiet"],
                environment: Needed.Where(v => v.Key != name).ToDictionary());

            Assert.NotEqual(0, code);
            Assert.Contains($"set {name}", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ports_are_those_of_this_machine_alone_and_images_have_versions()
    {
        Assert.All(ComposeFiles.Services().SelectMany(s => s.Service.At("ports").Texts()), port =>
            Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
        Assert.All(ComposeFiles.Services().Where(s => s.Service.At("image") is not null), s =>
            Assert.Matches(@":v?\d+\.\d+(\.\d+)?$", s.Service.At("image").Text()));
        Assert.Contains($"127.0.0.1:{ImageFile.Port}:{ImageFile.Port}", ComposeFiles.Service(ComposeFiles.Base, "sidecar").At("ports")
            .Texts());
    }

    [Fact]
    public void what_is_mounted_is_there() => Assert.All(ComposeFiles.Services().SelectMany(s => ComposeFiles.Mounts(s.Service)), mount =>
        Assert.True(Path.Exists(DeployedFile.PathOf(mount.Source)), mount.Source));

    [Fact]
    public void sidecar_is_given_time_for_the_whole_drain_and_writes_to_volumes_only()
    {
        var service = ComposeFiles.Service(ComposeFiles.Base, "sidecar");
        var image = Configuration.OperatorFile.Valid("", [.. ImageFile.Environment.Select(v => (v.Key, v.Value)),
            ("SIDECAR_ADMIN_TOKEN", "token-of-16-chars")]);

        Assert.True(int.Parse(service.At("stop_grace_period").Text().TrimEnd('s'),
            CultureInfo.InvariantCulture) > image.Http.Drain.TotalSeconds + 10);
        Assert.Equal("true", service.At("read_only").Text());
        Assert.Contains($"sidecar-data:{image.DataDirectory}", service.At("volumes").Texts());
    }

    [Fact]
    public void the_configuration_passes_with_the_files_of_the_secrets()
    {
        var service = ComposeFiles.Service(ComposeFiles.Secrets, "sidecar");
        var names = service.At("secrets").Texts();
        var environment = ImageFile.Environment.Concat(ComposeFiles.Environment(ComposeFiles.Secrets, "sidecar")).ToDictionary();
        using var deployed = new DeployedSettings("deploy/compose/config/sidecar.conf", "/run/secrets",
            names.ToDictionary(n => n, n => $"secret-of-{n}\n"), environment);

        var settings = deployed.Valid();

        Assert.Equal(DeployedFile.Yaml(ComposeFiles.Secrets).At("secrets").Members().Select(s => s.Key), names);
        Assert.Equal(names.Order(), settings.Catalog.Backends.Select(b => b.ApiKey!.Reveal()).Append(settings.AdminToken!.Reveal())
            .Select(s => s["secret-of-".Length..]).Order());
        Assert.Contains(ComposeFiles.Mounts(service), mount =>
            environment["SIDECAR_CONFIG"] == $"{mount.Target}/sidecar.conf" && mount.Source == "deploy/compose/config");
    }

    [Fact]
    public void sidecar_and_the_database_have_one_password_that_nobody_knows()
    {
        var database = ComposeFiles.Environment(ComposeFiles.Postgres, "postgres");
        var sidecar = ComposeFiles.Environment(ComposeFiles.Postgres, "sidecar");

        Assert.Equal(
            $"Host=postgres;Database={database["POSTGRES_DB"]};Username={database["POSTGRES_USER"]};"
                + $"Password={database["POSTGRES_PASSWORD"]}",
            sidecar[sidecar["Sidecar__Storage__ConnectionStringEnv"]]);
        Assert.Equal("service_healthy", ComposeFiles.Service(ComposeFiles.Postgres, "sidecar").At("depends_on", "postgres", "condition")
            .Text());
        Assert.All(ComposeFiles.Services().SelectMany(s => s.Service.At("environment").Members())
            .Where(v => v.Key.Contains("PASSWORD", StringComparison.Ordinal)),
            v => Assert.Matches(Guard(), v.Value.Text()));
    }

    [Fact]
    public void every_variable_of_sidecar_is_a_key_that_it_knows()
    {
        var given = ImageFile.Environment.Concat(ComposeFiles.Environment(ComposeFiles.Postgres, "sidecar"))
            .Append(KeyValuePair.Create("SIDECAR_ADMIN_TOKEN", "token-of-16-chars"));

        var faults = Configuration.OperatorFile.Load("", [.. given.Select(v => (v.Key, v.Value))]).Faults;

        Assert.Empty(faults);
    }

    [Fact]
    public void the_example_of_an_environment_names_every_variable_that_is_needed() =>
        Assert.All(Needed.Keys, name => Assert.Contains($"\n{name}=\n", DeployedFile.Read("deploy/compose/example.env"),
            StringComparison.Ordinal));

    private static IEnumerable<string> Arguments(string[] files) => files.SelectMany(f => (string[])["-f", DeployedFile.PathOf(f)]);

    [GeneratedRegex(@"\$\{([A-Z_]+):?\?set \1\}")]
    private static partial Regex Guard();
}
