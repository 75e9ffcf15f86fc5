using System.Diagnostics;
using System.Net.Sockets;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Subjects;

/// <summary>One process under measurement: started here, with its output in a file, and stopped here.</summary>
internal sealed class Subject : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly string _log;

    private Subject(SubjectStart start, Process process, string log, Gauge? gauge)
    {
        (Name, Address, Gauge) = (start.Name, new Uri($"http://127.0.0.1:{start.Port}"), gauge);
        (_process, _log) = (process, log);
    }

    public string Name { get; }

    public Uri Address { get; }

    public int ProcessId => _process.Id;

    public Gauge? Gauge { get; }

    public static async Task<Subject> StartAsync(SubjectStart start, DirectoryInfo folder)
    {
        var subject = Begin(start, folder);
        if (!await subject.WhenAnsweringAsync(Requests.Get(start.Probe), TimeSpan.FromMilliseconds(50)))
        {
            var log = await subject.LogAsync();
            await subject.DisposeAsync();
            throw new InvalidOperationException($"{start.Name} did not start answering {start.Probe}: {log}");
        }
        return subject;
    }

    /// <summary>Starts the process without waiting for it.</summary>
    public static Subject Begin(SubjectStart start, DirectoryInfo folder)
    {
        var log = Path.Combine(folder.FullName, $"{start.Name}-{start.Port}.log");
        var socket = Path.Combine(folder.FullName, $"{start.Name}-{start.Port}.gauge");
        // Left behind by a process on the same port that was killed.
        File.Delete(socket);
        var gauge = start.Gauged ? new Gauge(socket) : null;
        // Started through a shell, which the process then replaces: the load would otherwise have to empty a pipe.
        var shell = new ProcessStartInfo("/bin/sh");
        foreach (var argument in (string[])["-c", "log=$1; shift; exec dotnet \"$@\" >>\"$log\" 2>&1", "sh", log, start.Assembly,
            .. start.Arguments])
            shell.ArgumentList.Add(argument);
        SubjectEnvironment.Apply(shell.Environment, start, gauge);
        var process = Process.Start(shell) ?? throw new InvalidOperationException($"{start.Name} did not start");
        return new Subject(start, process, log, gauge);
    }

    /// <summary>Asks again and again until the answer is 200; returns false if the process has ended or takes too long.</summary>
    public async Task<bool> WhenAnsweringAsync(byte[] request, TimeSpan pause)
    {
        var began = Stopwatch.GetTimestamp();
        while (!_process.HasExited && Stopwatch.GetElapsedTime(began) < LongestStart)
        {
            try
            {
                using var connection = await ClientConnection.OpenAsync(Address);
                if (await connection.SendAsync(request) is 200)
                    return true;
            }
            catch (SocketException)
            {
                // It is not listening yet.
            }
            PreciseSleep.Until(Stopwatch.GetTimestamp() + (long)(pause.TotalSeconds * Stopwatch.Frequency));
        }
        return false;
    }

    /// <summary>Its output so far.</summary>
    public Task<string> LogAsync() => File.ReadAllTextAsync(_log);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
