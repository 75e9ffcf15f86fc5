using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Sidecar.Trouble.Clients;
using Sidecar.Trouble.Report;
using Sidecar.Trouble.Subjects;
using Sidecar.Trouble.Upstream;

namespace Sidecar.Trouble;

/// <summary>Runs rows against subjects, several at once: each is a load of a few requests a second, with upstreams of its own.</summary>
internal static class TroubleRun
{
    private static int s_port = 18_600;

    public static async Task<int> RunAsync(TroubleOptions options)
    {
        var rows = TroubleRows.All.Where(r => options.Rows.Count == 0 || options.Rows.Contains(r.Key)).ToArray();
        var subjects = Enum.GetValues<SubjectKind>().Where(s =>
            options.Subjects.Contains(s) && (s != SubjectKind.Portkey || options.PortkeyDirectory is not null)).ToArray();
        var results = new List<TroubleResult>();
        using var places = new SemaphoreSlim(options.AtOnce);
        // Longest first.
        await Task.WhenAll(rows.OrderByDescending(r => r.Scenario.Requests(1)[^1]).SelectMany(row => subjects.Select(async subject =>
        {
            await places.WaitAsync();
            try
            {
                var result = await RunAsync(row, subject, options);
                lock (results)
                    results.Add(result);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{row.Key} {subject}: {result.Answered} of {result.Asked}, 429s {result.Refused} of {result.Seen.Length} attempts, "
                        + $"{result.LateShare:0.0} % after a minute, p50 {result.Wait(0.5):0} p99 {result.Wait(0.99):0} ms, back "
                        + $"{result.Back:0.0}"));
            }
            finally
            {
                places.Release();
            }
        })));
        TroubleResult[] inOrder = [.. results.OrderBy(r => Array.IndexOf(TroubleRows.All, r.Row))];
        var table = TroubleTable.Of(inOrder);
        Console.WriteLine(table);
        if (options.File is { } file)
        {
            await File.WriteAllTextAsync(file, table);
            TroubleChart.Save(inOrder, Path.ChangeExtension(file, ".png"));
        }
        return 0;
    }

    private static async Task SaveAsync(string folder, TroubleRow row, SubjectKind kind, ClientAnswer[] answers, UpstreamSighting[] seen)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{row.Key}-{kind}.json"), JsonSerializer.Serialize(new { answers, seen }));
    }

    private static async Task<TroubleResult> RunAsync(TroubleRow row, SubjectKind kind, TroubleOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("sidecar-trouble-");
        var port = Interlocked.Increment(ref s_port);
        await using var upstream = await ChildProcess.StartAsync(port, "healthz", Path.Combine(folder.FullName, "upstream.log"), "dotnet",
            [typeof(TroubleRun).Assembly.Location, "upstreams", port.ToString(CultureInfo.InvariantCulture), row.Key]);
        await using var subject = await Subject.StartAsync(kind, upstream.Address, row, Interlocked.Increment(ref s_port), folder, options);
        using var http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5)
        })
        { Timeout = TimeSpan.FromMinutes(3) };
        await http.PostAsync(new Uri(upstream.Address, "-/begin"), null);
        var answers = await new AgentLoad(http, subject, row).RunAsync(row.Scenario.Requests(1));
        var seen = await http.GetFromJsonAsync<UpstreamSighting[]>(new Uri(upstream.Address, "-/counts")) ?? [];
        await subject.DisposeAsync();
        if (options.Keep is { } keep)
            await SaveAsync(keep, row, kind, answers, seen);
        folder.Delete(recursive: true);
        return new TroubleResult(row, kind, answers, seen);
    }
}
