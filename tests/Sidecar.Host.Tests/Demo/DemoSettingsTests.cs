using Sidecar.Host.Demo;
using Sidecar.Host.Tests.Postgres;
using Sidecar.Host.Tests.Storage;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Demo;

public sealed class DemoSettingsTests
{
    [Fact]
    public void what_is_configured_comes_in_by_no_way()
    {
        using var directory = new TemporaryDirectory();
        var own = Load(OverPostgres.Text + Backend("own", "http://127.0.0.1:1/v1"), directory.Path, (OverPostgres.Variable, "Host=own"),
            ("NVIDIA_API_KEY", "own"));

        var simulated = DemoSettings.Of(own, SimulatedBackend.All, backend => $"http://127.0.0.1:2/{backend.Id}", "demo");
        var again = simulated.Source.Load();

        Assert.Same(simulated, again.Settings);
        Assert.Equal(SimulatedBackend.All.Select(backend => backend.Id), simulated.Catalog.Defined.Select(backend => backend.Id));
        Assert.Null(simulated.PostgresConnection);
        Assert.Empty(simulated.Source.Stamp);
    }
}
