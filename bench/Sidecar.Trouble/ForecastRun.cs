using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sidecar.Trouble.Clients;
using Sidecar.Trouble.Report;
using Sidecar.Trouble.Subjects;

namespace Sidecar.Trouble;

/// <summary>Runs policies on the same load and the same hidden limits, forecasts each from the record of another, and compares.</summary>
internal static class ForecastRun
{
    // Each names every setting that any of them changes, because it is applied on top of another's record.
    private static readonly (string Name, string Settings)[] Policies =
    [
        ("shipped", Settings()),
        ("learn off", Settings(learn: "off")),
        ("short wait", Settings(retries: 3)),
        ("no wait", Settings(retries: 0)),
        // Twice: no forecast can be nearer than two runs of one policy are to each other.
        ("shipped", Settings()),
    ];

    private const int Again = 4;

    private static readonly (int Recorded, int Foretold)[] Pairs = [(0, 1), (0, 2), (0, 3), (1, 0), (1, 2), (2, 0), (3, 0)];
    private static int s_port = 18_800;

    public static async Task<int> RunAsync(TroubleOptions options)
    {
        var (cells, same) = (new List<ForecastCell>(), new List<ForecastCell>());
        using var places = new SemaphoreSlim(options.AtOnce);
        await Task.WhenAll(options.Rows.Select(async key =>
        {
            var runs = await Task.WhenAll(Policies.Select(policy => PlayAsync(TroubleRows.Find(key), policy.Settings, places, options)));
            foreach (var (recorded, foretold) in Pairs)
            {
                var file = Path.Combine(runs[recorded], $"policy-{foretold}.conf");
                await File.WriteAllTextAsync(file, $"sidecar {{ {Policies[foretold].Settings} }}");
                var of = ForecastCell.Of(key, Policies[recorded].Name, Policies[foretold].Name,
                    await AuditAsync(options, runs[recorded], "--policy", file), await AuditAsync(options, runs[foretold]));
                lock (cells)
                    cells.AddRange(of);
            }
            var twice = ForecastCell.Of(key, Policies[0].Name, Policies[Again].Name,
                await AuditAsync(options, runs[0]), await AuditAsync(options, runs[Again]));
            lock (cells)
                same.AddRange(twice);
        }));
        var table = Table([.. cells], [.. same]);
        Console.WriteLine(table);
        if (options.File is { } target)
            await File.WriteAllTextAsync(target, table);
        return 0;
    }

    private static string Settings(int retries = 15, string learn = "on") => string.Create(CultureInfo.InvariantCulture,
        $"primary-wait.max-retries = {retries}, cooldown.learn = {learn}");

    // Returns the folder that contains the record.
    private static async Task<string> PlayAsync(TroubleRow row, string settings, SemaphoreSlim places, TroubleOptions options)
    {
        await places.WaitAsync();
        try
        {
            var folder = Directory.CreateTempSubdirectory("sidecar-forecast-");
            var port = Interlocked.Increment(ref s_port);
            await using var upstream = await ChildProcess.StartAsync(
                port, "healthz", Path.Combine(folder.FullName, "upstream.log"), "dotnet",
                [typeof(ForecastRun).Assembly.Location, "upstreams", port.ToString(CultureInfo.InvariantCulture), row.Key]);
            await using var subject = await Subject.StartAsync(SubjectKind.Sidecar, upstream.Address, row,
                Interlocked.Increment(ref s_port), folder, options with { More = settings });
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(3) };
            await http.PostAsync(new Uri(upstream.Address, "-/begin"), null);
            await new AgentLoad(http, subject, row, retries: 0).RunAsync(row.Scenario.Requests(1));
            // Waits for the ledger's last batch.
            await Task.Delay(TimeSpan.FromSeconds(2));
            return folder.FullName;
        }
        finally
        {
            places.Release();
        }
    }

    private static async Task<JsonElement> AuditAsync(TroubleOptions options, string folder, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[Path.Combine(options.SidecarDirectory, "Sidecar.Host.dll"), "audit", "backtest", "--json",
            "--data", Path.Combine(folder, "data"), .. more])
            start.ArgumentList.Add(argument);
        using var audit = Process.Start(start)!;
        var text = await audit.StandardOutput.ReadToEndAsync();
        await audit.WaitForExitAsync();
        return JsonDocument.Parse(text).RootElement;
    }

    private static string Table(ForecastCell[] cells, ForecastCell[] same)
    {
        var text = new StringBuilder(
            "| row | recorded | forecast | figure | expected | 9 of 10 times | actual | inside | certainty "
                + "|\n|---|---|---|---|---|---|---|---|---|\n");
        foreach (var cell in cells.OrderBy(cell => Array.IndexOf([.. TroubleRows.All.Select(row => row.Key)], cell.Row)))
            text.Append(cell).Append('\n');
        var told = cells.Where(cell => cell.Certainty != "unknown").ToArray();
        text.Append(CultureInfo.InvariantCulture,
            $"\n{cells.Count(cell => cell.IsInside)} of {cells.Length} cells inside; of those with a verdict "
                + $"{told.Count(cell => cell.IsInside)} of {told.Length}.\n");
        foreach (var figure in ForecastCell.Figures.Take(2))
            text.Append(CultureInfo.InvariantCulture,
                $"Median error of {figure}: {Median(cells.Where(cell => cell.Figure == figure)) * 100:0.0} %.\n");
        text.Append("\nThe shipped policy, run twice on the same load:\n\n| row | figure | once | again | difference |\n")
            .Append("|---|---|--:|--:|--:|\n");
        foreach (var cell in same)
            text.Append(CultureInfo.InvariantCulture,
                $"| {cell.Row} | {cell.Figure} | {cell.Expected:0.##} | {cell.Real:0.##} | {cell.Error * 100:0} % |\n");
        return text.ToString();
    }

    private static double Median(IEnumerable<ForecastCell> cells) => cells.Select(cell => cell.Error).Order().ElementAt(cells.Count() / 2);
}
