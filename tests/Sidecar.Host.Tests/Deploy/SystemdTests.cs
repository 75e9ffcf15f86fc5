using System.Globalization;
using System.Text.RegularExpressions;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;

namespace Sidecar.Host.Tests.Deploy;

/// <summary>systemd accepts the unit, and the unit fits its configuration.</summary>
public sealed partial class SystemdTests
{
    private const string Credentials = "/run/credentials/sidecar.service";

    private static readonly string Unit = DeployedFile.Read("deploy/systemd/sidecar.service");
    private static readonly Dictionary<string, string> Secrets = Credential().Matches(Unit)
        .ToDictionary(m => m.Groups[1].Value, m => $"secret-of-{m.Groups[1].Value}\n");
    private static readonly Dictionary<string, string> Environment = new() { ["CREDENTIALS_DIRECTORY"] = Credentials };

    [ToolFact("systemd-analyze", "systemd")]
    public async Task verify_finds_nothing()
    {
        using var directory = new TemporaryDirectory();

        Assert.Equal((0, ""), await Tool.Run("systemd-analyze", ["verify", "--man=no", Installed(directory)]));
    }

    [ToolFact("systemd-analyze", "systemd")]
    public async Task it_is_exposed_to_little()
    {
        using var directory = new TemporaryDirectory();

        // The threshold is in tenths of a scale that ends at ten; a service without any hardening has 9.6.
        var (code, output) = await Tool.Run("systemd-analyze", [
            "security", "--offline=true", "--no-pager", "--threshold=15", Installed(directory)]);

        Assert.True(code == 0, output);
    }

    [Fact]
    public void the_configuration_passes_with_the_credentials_that_the_unit_loads()
    {
        using var deployed = new DeployedSettings("deploy/systemd/sidecar.conf", Credentials, Secrets, Environment);

        var settings = deployed.Valid();

        Assert.Equal("secret-of-admin-token", settings.AdminToken!.Reveal());
        Assert.Equal(["secret-of-nvidia", "secret-of-openrouter"], settings.Catalog.Backends.Select(b => b.ApiKey!.Reveal()));
        Assert.Equal("/var/lib/" + Setting("StateDirectory"), settings.DataDirectory);
        Assert.Equal(settings.DataDirectory, Setting("WorkingDirectory"));
    }

    [Fact]
    public void it_needs_every_credential_that_is_loaded()
    {
        Assert.NotEmpty(Secrets);
        Assert.All(Secrets.Keys, name =>
        {
            using var deployed = new DeployedSettings("deploy/systemd/sidecar.conf", Credentials, Secrets.Where(s => s.Key != name)
                .ToDictionary(), Environment);

            var (code, output) = deployed.Check();

            Assert.Equal(2, code);
            Assert.Contains("the file does not exist", output, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void it_is_given_time_for_the_whole_drain()
    {
        using var deployed = new DeployedSettings("deploy/systemd/sidecar.conf", Credentials, Secrets, Environment);

        Assert.True(int.Parse(Setting("TimeoutStopSec").TrimEnd('s'), CultureInfo.InvariantCulture) > deployed.Valid()
            .Http.Drain.TotalSeconds + 10);
    }

    [Fact]
    public void every_suggestion_of_the_environment_file_is_a_valid_one()
    {
        var suggested = Suggestion().Matches(DeployedFile.Read("deploy/systemd/sidecar.env"))
            .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        using var deployed = new DeployedSettings("deploy/systemd/sidecar.conf", Credentials, Secrets, suggested.Concat(Environment)
            .ToDictionary());

        Assert.Equal(3, suggested.Count);
        Assert.True(deployed.Valid().Export.SendsTraces);
    }

    /// <summary>The unit with a program that exists, because systemd checks that it does.</summary>
    private static string Installed(TemporaryDirectory directory)
    {
        var file = Path.Combine(directory.Path, "sidecar.service");
        File.WriteAllText(file, Unit.Replace("/opt/sidecar/Sidecar.Host", "/bin/true", StringComparison.Ordinal));
        return file;
    }

    private static string Setting(string name) => Assert.Single(Regex.Matches(Unit, $"^{name}=(.+)$", RegexOptions.Multiline)).Groups[1]
        .Value;

    [GeneratedRegex(@"^LoadCredential=([\w-]+):/etc/sidecar/keys/\1$", RegexOptions.Multiline)]
    private static partial Regex Credential();

    [GeneratedRegex("^#([A-Za-z_]+)=(.+)$", RegexOptions.Multiline)]
    private static partial Regex Suggestion();
}
