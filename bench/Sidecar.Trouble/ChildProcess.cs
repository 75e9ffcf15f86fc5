using System.Diagnostics;
using System.Globalization;

namespace Sidecar.Trouble;

/// <summary>A process that is started here, answers on its port, and is stopped here.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process, int port) => (_process, Address) =
        (process, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")));

    public Uri Address { get; }

    public static async Task<ChildProcess> StartAsync(int port, string probe, string log, string program, IReadOnlyList<string> arguments,
        string? directory = null)
    {
        var shell = new ProcessStartInfo("/bin/sh") { WorkingDirectory = directory ?? Path.GetDirectoryName(log)! };
        foreach (var argument in (string[])["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "sh", log, program, .. arguments])
            shell.ArgumentList.Add(argument);
        var child = new ChildProcess(Process.Start(shell) ?? throw new InvalidOperationException($"{program} did not start"), port);
        using var http = new HttpClient();
        var began = Stopwatch.GetTimestamp();
        while (!child._process.HasExited && Stopwatch.GetElapsedTime(began).TotalSeconds < 60)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(child.Address, probe));
                return child;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }
        await child.DisposeAsync();
        throw new InvalidOperationException(
            $"{program} {string.Join(' ', arguments)} did not start answering: {await File.ReadAllTextAsync(log)}");
    }

    /// <summary>Stops it; a second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }
}
