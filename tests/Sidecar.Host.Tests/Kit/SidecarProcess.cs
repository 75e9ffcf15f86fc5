using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Sidecar.Host.Tests.Kit;

/// <summary>The built program in a process of its own, so that it can be killed.</summary>
internal sealed partial class SidecarProcess : IDisposable
{
    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly StringBuilder _output = new();
    private readonly List<(string Part, TaskCompletionSource Seen)> _waits = [];

    private SidecarProcess(string[] arguments, (string Name, string Value)[] environment, int? descriptors = null)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        if (descriptors is { } limit)
        {
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add($"ulimit -n {limit}; exec \"$0\" \"$@\"");
            start.ArgumentList.Add(start.FileName);
            start.FileName = "/bin/sh";
        }
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Sidecar.Host.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["SIDECAR_ADMIN_TOKEN"] = RunningSidecar.AdminToken;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Id => _process.Id.ToString(CultureInfo.InvariantCulture);

    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false });

    public string Output
    {
        get
        {
            lock (_lock)
                return _output.ToString();
        }
    }

    public static SidecarProcess Run(params string[] arguments) => new(arguments, []);

    /// <summary>Starts a server over this directory and waits until it serves.</summary>
    /// <param name="text">The configuration inside <c>sidecar</c>.</param>
    public static Task<SidecarProcess> Serve(string text, string dataDirectory, params (string Name, string Value)[] environment) =>
        Serve(text, dataDirectory, null, environment);

    /// <param name="descriptors">How many file descriptors it may open; null for as many as the tests may open themselves.</param>
    public static async Task<SidecarProcess> Serve(string text, string dataDirectory, int? descriptors,
        params (string Name, string Value)[] environment)
    {
        var file = Path.Combine(dataDirectory, "sidecar.conf");
        await File.WriteAllTextAsync(file, Settings.WholeFile(text, dataDirectory));
        var process = new SidecarProcess(["serve", "--config", file], environment, descriptors);
        try
        {
            await process.Says("serving on ", Bounds.Start);
            process.Client.BaseAddress = new Uri(ServingOn().Match(process.Output).Groups[1].Value);
            return process;
        }
        catch
        {
            // Nobody else holds it.
            process.Dispose();
            throw;
        }
    }

    /// <summary>Completes when the process has printed this text.</summary>
    public Task Says(string part) => Says(part, Bounds.Wait);

    private Task Says(string part, TimeSpan within)
    {
        lock (_lock)
        {
            if (_output.ToString().Contains(part, StringComparison.Ordinal))
                return Task.CompletedTask;
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((part, seen));
            return seen.Task.WaitAsync(within);
        }
    }

    public Task<HttpResponseMessage> Post(string body = Chat.Plain) =>
        Client.SendAsync(Chat.Request(body), HttpCompletionOption.ResponseHeadersRead).Soon();

    /// <summary>Sends SIGKILL; nothing of the process is running any more when this completes.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync().Soon();
    }

    public async Task Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", Id]);
        await kill.WaitForExitAsync().Soon();
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<int> ExitCode()
    {
        await _process.WaitForExitAsync().Soon();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        Client.Dispose();
        _process.Dispose();
    }

    private void Add(string? line)
    {
        lock (_lock)
        {
            _output.Append(line).Append('\n');
            foreach (var (part, seen) in _waits)
                if (line?.Contains(part, StringComparison.Ordinal) == true)
                    seen.TrySetResult();
        }
    }

    [GeneratedRegex("serving on (http://[0-9.:]+)")]
    private static partial Regex ServingOn();
}
