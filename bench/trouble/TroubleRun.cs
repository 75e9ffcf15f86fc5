using System.Globalization;
using System.Net.Http.Json;
using Sidecar.Trouble.Clients;
using Sidecar.Trouble.Upstream;

namespace Sidecar.Trouble;

/// <summary>Runs the rows against the subjects, one after the other.</summary>
internal static class TroubleRun
{
    public static async Task<int> RunAsync(string[] options)
    {
        var directory = options.SkipWhile(o => o != "--sidecar-dir").Skip(1).First();
        var rows = options.TakeWhile(o => !o.StartsWith("--", StringComparison.Ordinal)).ToArray();
        foreach (var row in TroubleRows.All.Where(r => rows.Length == 0 || rows.Contains(r.Key)))
            foreach (var subject in (string[])["sidecar", "direct"])
                await RunAsync(row, subject, directory);
        return 0;
    }

    private static async Task RunAsync(TroubleRow row, string subject, string sidecar)
    {
        var folder = Directory.CreateTempSubdirectory("sidecar-trouble-");
        var port = 18700 + (Environment.ProcessId % 90);
        await using var upstream = await ChildProcess.StartAsync(port, "healthz", Path.Combine(folder.FullName, "upstream.log"), "dotnet",
            [typeof(TroubleRun).Assembly.Location, "upstreams", port.ToString(CultureInfo.InvariantCulture), row.Key]);
        var count = row.Scenario.Limits(1).Length;
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(5) };
        ClientAnswer[] answers;
        if (subject == "direct")
        {
            await http.PostAsync(new Uri(upstream.Address, "-/begin"), null);
            var next = -1;
            answers = await new AgentLoad(http, (_, _) => new Uri(upstream.Address, $"{Interlocked.Increment(ref next) % count}/v1/chat/completions"), 2).RunAsync(row.Scenario.Requests(1));
        }
        else
        {
            var own = port + 200;
            var config = Path.Combine(folder.FullName, "sidecar.conf");
            await File.WriteAllTextAsync(config, $$"""
                sidecar {
                  http.urls = "http://127.0.0.1:{{own}}"
                  data-dir = "{{folder.FullName}}/data"
                  backends {
                    {{string.Join("\n    ", Enumerable.Range(0, count).Select(i => $$"""k{{i}} { pool = primary, base-url = "{{upstream.Address}}{{i}}/v1", api-key = "k" }"""))}}
                  }
                }
                """);
            await using var proxy = await ChildProcess.StartAsync(own, "healthz", Path.Combine(folder.FullName, "sidecar.log"), "dotnet",
                [Path.Combine(sidecar, "Sidecar.Host.dll"), "serve", "--config", config]);
            await http.PostAsync(new Uri(upstream.Address, "-/begin"), null);
            answers = await new AgentLoad(http, (_, _) => new Uri(proxy.Address, "v1/chat/completions"), 0).RunAsync(row.Scenario.Requests(1));
        }
        var seen = await http.GetFromJsonAsync<UpstreamSighting[]>(new Uri(upstream.Address, "-/counts")) ?? [];
        var late = seen.Where(s => s.At > 60_000).ToArray();
        var waits = answers.Where(a => a.Status == 200).Select(a => a.Answered - a.Asked).Order().ToArray();
        Console.WriteLine($"{row.Key} {subject}: answered {waits.Length} of {answers.Length}; attempts {seen.Length}, 429s {seen.Count(s => s.Status == 429)}, "
            + $"after a minute {100.0 * late.Count(s => s.Status == 429) / Math.Max(1, late.Length):0.0} %; p50 {waits[waits.Length / 2]:0} p99 {waits[waits.Length * 99 / 100]:0} ms");
        folder.Delete(recursive: true);
    }
}
