using Akka.Configuration;
using CsCheck;
using Sidecar.Host.Configuration;
using Sidecar.Host.Configuration.Hocon;

namespace Sidecar.Host.Tests.Configuration;

public sealed class AkkaSectionTests
{
    [Fact]
    public void shipped_settings_and_the_operators_lie_over_one_another()
    {
        var akka = OperatorFile.Valid("akka { loglevel = DEBUG, actor.\"my.key\" = [1, \"a\\\\b\"] }").Akka;
        Assert.Equal("DEBUG", akka.GetString("akka.loglevel"));
        Assert.False(akka.GetBoolean("akka.coordinated-shutdown.run-by-clr-shutdown-hook"));
        Assert.Equal(TimeSpan.FromSeconds(3), akka.GetTimeSpan("akka.persistence.journal-plugin-fallback.circuit-breaker.reset-timeout"));
        Assert.Equal(["1", "a\\b"], akka.GetStringList("akka.actor.\"my.key\""));
        Assert.False(akka.HasPath("sidecar"));
    }

    [Fact]
    public void akka_reads_the_shipped_files_as_we_do()
    {
        foreach (var file in Directory.GetFiles(SettingsLoader.ShippedDirectory, "*.conf"))
        {
            var text = File.ReadAllText(file);
            var ours = HoconReader.Read(text, file, new Dictionary<string, string>(), new FaultList())!;
            Assert.Equal(Leaves(ConfigurationFactory.ParseString(text)),
                Leaves(ConfigurationFactory.ParseString(HoconRenderer.Render(ours))));
        }
    }

    [Fact]
    public void akka_reads_back_any_text_that_we_write() =>
        // Akka trims keys and values, quoted or not.
        Gen.Select(Trimmed, Trimmed.Where(key => key.Length > 0)).Sample((value, key) =>
        {
            var root = new HoconObject(default);
            root.Members[key] = new HoconScalar(default, value);
            var read = Assert.Single(ConfigurationFactory.ParseString(HoconRenderer.Render(root)).Root.GetObject().Items);
            Assert.Equal(key, read.Key);
            Assert.Equal(value, read.Value.GetString());
        }, iter: 2000);

    private static readonly Gen<string> Trimmed = Gen.String[0, 20].Select(text => text.Trim());

    private static IEnumerable<string> Leaves(Config config) => config.AsEnumerable().Select(e => $"{e.Key}={e.Value}");
}
