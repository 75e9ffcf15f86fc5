using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;

namespace Sidecar.Host.Tests.Telemetry;

/// <summary>A real Prometheus on loopback that scrapes one Sidecar every second, and keeps what it has in a directory that goes with
/// it.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TemporaryDirectory _directory;
    private readonly HttpClient _client;

    private PrometheusServer(Process process, TemporaryDirectory directory, Uri address) =>
        (_process, _directory, _client) = (process, directory, new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = address,
            Timeout = Bounds.Wait,
        });

    /// <param name="target">The Sidecar, as host and port.</param>
    public static async Task<PrometheusServer> Start(string target)
    {
        var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "prometheus.yml");
        await File.WriteAllTextAsync(file, $$"""
            global: { scrape_interval: 1s }
            scrape_configs:
              - { job_name: sidecar, static_configs: [{ targets: ["{{target}}"] }] }
            """);
        var address = $"127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo(Tool.Find("prometheus")!,
            [$"--config.file={file}", $"--storage.tsdb.path={Path.Combine(directory.Path, "data")}", $"--web.listen-address={address}"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return new PrometheusServer(process, directory, new Uri($"http://{address}"));
    }

    /// <summary>How many series an expression has now; null while Prometheus does not answer yet. An expression that it refuses fails the
    /// test.</summary>
    public async Task<int?> CountOf(string expression)
    {
        try
        {
            using var response = await _client.GetAsync(
                new Uri("/api/v1/query?query=" + Uri.EscapeDataString(expression), UriKind.Relative));
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
                return null;
            using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            Assert.True(answer.RootElement.GetProperty("status").GetString() == "success", $"{expression}: {answer.RootElement}");
            return answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray()
                .Count(series => series.GetProperty("value")[1].GetString() is not "NaN");
        }
        catch (HttpRequestException)
        {
            Assert.False(_process.HasExited, "Prometheus has ended");
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync().Soon();
        _process.Dispose();
        _directory.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
