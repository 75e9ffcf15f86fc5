using Sidecar.Host.Configuration;
using Sidecar.Host.Tests.Storage;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Configuration;

/// <summary>Where each value of the configuration comes from.</summary>
public sealed class SettingLineTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void each_value_says_whether_it_is_of_the_file_the_environment_or_the_default()
    {
        var lines = Lines(Backend("nim", "http://127.0.0.1:9/v1", more: "rpm = 40"), ("Sidecar__Routing__MaxAttempts", "2"));

        var rpm = lines["sidecar.backends.nim.rpm"];
        Assert.Equal(("40", false), (rpm.Value, rpm.IsDefault));
        Assert.Contains("sidecar.conf, line ", rpm.Origin, StringComparison.Ordinal);
        Assert.Equal("environment variable Sidecar__Routing__MaxAttempts", lines["sidecar.routing.max-attempts"].Origin);
        Assert.Equal("default", lines["sidecar.cooldown.base"].Origin);
    }

    [Fact]
    public void what_may_be_a_secret_is_not_kept()
    {
        var lines = Lines(Backend("nim", "http://127.0.0.1:9/v1", key: "sk-very-secret",
            more: "headers { x-key = hidden-1 }, query { key = hidden-2 }, proxy = \"http://me:hidden-3@127.0.0.1:3128\""));

        Assert.DoesNotContain(lines.Values, line => line.Value.Contains("secret", StringComparison.Ordinal)
            || line.Value.Contains("hidden", StringComparison.Ordinal));
        Assert.Contains("sidecar.backends.nim.api-key", lines.Keys);
    }

    [Fact]
    public void what_a_changed_file_would_change_is_told()
    {
        var before = Load(Backend("nim", "http://127.0.0.1:9/v1", more: "rpm = 40"), _directory.Path).Lines;
        var now = Load(Backend("nim", "http://127.0.0.1:9/v1", more: "rpm = 50, tpm = 7"), _directory.Path).Lines;

        Assert.Equal(
            [("sidecar.backends.nim.rpm", "40", "50"), ("sidecar.backends.nim.tpm", null, "7")],
            SettingChanges.Between(before, now).OrderBy(change => change.Path, StringComparer.Ordinal));
    }

    private Dictionary<string, SettingLine> Lines(string text, params (string, string)[] environment) =>
        Load(text, _directory.Path, environment).Lines.ToDictionary(line => line.Path);
}
