using System.ComponentModel;
using System.Diagnostics;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Generators;

/// <summary>A saturating closed loop made by wrk, which takes a tenth of the CPU of a .NET client; made by <see cref="ClosedLoop"/> if wrk
/// is not installed.</summary>
internal static class Wrk
{
    private static bool s_missing;

    public static async Task<LoadResult> RunAsync(Uri address, string pathAndQuery, string body, int connections, TimeSpan duration)
    {
        if (s_missing)
            return await ClosedLoop.RunAsync(address, Requests.Post(pathAndQuery, body), connections, duration);
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, Script(body));
            var start = new ProcessStartInfo("wrk") { RedirectStandardOutput = true };
            foreach (var argument in (string[])["-t1", $"-c{connections}", $"-d{Math.Max(1, (int)duration.TotalSeconds)}s", "--timeout",
                "20s", "-s", script, new Uri(address, pathAndQuery).ToString()])
                start.ArgumentList.Add(argument);
            using var wrk = Process.Start(start)!;
            var output = await wrk.StandardOutput.ReadToEndAsync();
            await wrk.WaitForExitAsync();
            return Parse(output);
        }
        catch (Win32Exception)
        {
            await Console.Error.WriteLineAsync(
                "wrk is not installed: a client of our own loads instead, and takes CPU that the others could use");
            s_missing = true;
            return await RunAsync(address, pathAndQuery, body, connections, duration);
        }
        finally
        {
            File.Delete(script);
        }
    }

    // There is no Lua function per request: so wrk formats the request once and runs no Lua under load.
    private static string Script(string body) => $$"""
        wrk.method = "POST"
        wrk.body = [==[{{body}}]==]
        wrk.headers["Content-Type"] = "application/json"
        wrk.headers["Authorization"] = "Bearer client-key"
        function done(summary, latency, requests)
          local e = summary.errors
          io.write(string.format("RESULT %d %d %d\n", summary.requests, e.connect + e.read + e.write + e.status + e.timeout, summary.duration))
        end
        """;

    private static LoadResult Parse(string output)
    {
        var line = output.Split('\n').FirstOrDefault(l => l.StartsWith("RESULT ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"wrk said: {output}");
        var numbers = line.Split(' ').Skip(1).Select(long.Parse).ToArray();
        return new LoadResult(numbers[0], numbers[1], TimeSpan.FromMicroseconds(numbers[2]));
    }
}
