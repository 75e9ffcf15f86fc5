using System.Globalization;
using System.Text.Json;

namespace Sidecar.Trouble.Subjects;

/// <summary>A running subject, and how clients reach it.</summary>
internal sealed class Subject : IAsyncDisposable
{
    private readonly ChildProcess? _process;
    private readonly Uri[] _addresses;
    private int _last = -1;

    private Subject(ChildProcess? process, Uri[] addresses, string? portkey = null) =>
        (_process, _addresses, PortkeyConfig) = (process, addresses, portkey);

    /// <summary>Sent with each request; null if the subject is not Portkey.</summary>
    public string? PortkeyConfig { get; }

    /// <summary>The address for the next request: without a proxy, clients use the keys in turn.</summary>
    public Uri NextAddress => _addresses[(Interlocked.Increment(ref _last) & int.MaxValue) % _addresses.Length];

    public static async Task<Subject> StartAsync(SubjectKind kind, Uri upstream, TroubleRow row, int port, DirectoryInfo folder,
        TroubleOptions options)
    {
        var keys = Enumerable.Range(0, row.Scenario.Limits(1).Length)
            .Select(i => new Uri(upstream, string.Create(CultureInfo.InvariantCulture, $"{i}/v1"))).ToArray();
        var (log, text) = (Path.Combine(folder.FullName, "subject.log"), port.ToString(CultureInfo.InvariantCulture));
        if (kind == SubjectKind.None)
            return new Subject(null, [.. keys.Select(static k => new Uri(k + "/chat/completions"))]);
        var process = kind switch
        {
            SubjectKind.Sidecar => await ChildProcess.StartAsync(
                port, "healthz", log, "dotnet", [Path.Combine(options.SidecarDirectory, "Sidecar.Host.dll"), "serve", "--config",
                await ConfigureAsync(folder, port, keys, row.Told, options.More)]),
            SubjectKind.Yarp => await ChildProcess.StartAsync(port, "healthz", log, "dotnet",
                [typeof(Subject).Assembly.Location, "yarp", text, .. keys.Select(static k => k.ToString()[..^2])]),
            _ => await ChildProcess.StartAsync(port, "", log, "node",
                [Path.Combine(options.PortkeyDirectory!, "node_modules/@portkey-ai/gateway/build/start-server.js"), $"--port={text}",
                "--headless"]),
        };
        return new Subject(process, [new Uri(process.Address, "v1/chat/completions")],
            kind == SubjectKind.Portkey ? PortkeyOf(keys) : null);
    }

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<string> ConfigureAsync(DirectoryInfo folder, int port, Uri[] keys, int[] told, string more)
    {
        var file = Path.Combine(folder.FullName, "sidecar.conf");
        await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $$"""
            sidecar {
              http.urls = "http://127.0.0.1:{{port}}"
              data-dir = "{{folder.FullName}}/data"
              backends {
                {{string.Join("\n    ", keys.Select((k, i) => $$"""k{{i}} { pool = primary, base-url = "{{k}}", api-key = "k", rpm = {{(told.Length > 0 ? told[i] : 0)}} }"""))}}
              }
              {{more}}
            }
            """));
        return file;
    }

    private static string PortkeyOf(Uri[] keys) => JsonSerializer.Serialize(new
    {
        strategy = new { mode = "fallback" },
        retry = new { attempts = 2 },
        targets = keys.Select(static k => new { provider = "openai", api_key = "k", custom_host = k.ToString() }),
    });
}
