namespace Sidecar.Load;

/// <summary>An upstream and a Sidecar in front of it, as processes of their own, with data in a folder that goes when they go.</summary>
internal sealed class TestBed : IAsyncDisposable
{
    private readonly DirectoryInfo _data;

    private TestBed(DirectoryInfo data, Subject upstream, Subject sidecar) => (_data, Upstream, Sidecar) = (data, upstream, sidecar);

    public Subject Upstream { get; }

    public Subject Sidecar { get; }

    public static string Program => typeof(TestBed).Assembly.Location;

    public static async Task<TestBed> StartAsync()
    {
        var data = Directory.CreateTempSubdirectory("sidecar-load-");
        var config = Path.Combine(data.FullName, "sidecar.conf");
        await File.WriteAllTextAsync(config, $$"""
            sidecar {
              http.urls = "http://127.0.0.1:18082"
              data-dir = "{{data.FullName}}/data"
              backends { only { pool = primary, base-url = "http://127.0.0.1:18080/v1", api-key = "k" } }
            }
            """);
        var upstream = await Subject.StartAsync("upstream", 18080, "/", Program, ["upstream", "18080"]);
        var sidecar = await Subject.StartAsync("sidecar", 18082, "/healthz", HostAssembly(), ["serve", "--config", config]);
        return new TestBed(data, upstream, sidecar);
    }

    public async ValueTask DisposeAsync()
    {
        await Sidecar.DisposeAsync();
        await Upstream.DisposeAsync();
        _data.Delete(recursive: true);
    }

    // bench/load/bin/Release/net10.0 → the repository's root.
    private static string HostAssembly()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Sidecar.sln")))
            root = root.Parent ?? throw new DirectoryNotFoundException("Sidecar.sln is in no folder above the program");
        return Path.Combine(root.FullName, "src", "Sidecar.Host", "bin", "Release", "net10.0", "Sidecar.Host.dll");
    }
}
