using Sidecar.Load.Report;
using Sidecar.Load.Scenarios;
using Sidecar.Load.Subjects;

namespace Sidecar.Load;

/// <summary>The whole benchmark, its quick form, or the scenarios asked for.</summary>
internal static class Benchmark
{
    private static readonly IReadOnlyList<IScenario> All = [new Saturated(), new FixedRate(), new EventStreams(), new LargeBodies(),
        new FirstFailover(), new IdleStreams(), new HangUps(), new HalfThrottled(), new ColdStart(), new TranslatedStreams()];

    public static async Task<int> RunAsync(Options options)
    {
        var facts = MachineFacts.Read(options).ToList();
        var results = new Measurements();
        await using var bed = await Bed.StartAsync(options.SidecarDirectory);
        await using var bench = new Bench(bed, options);
        foreach (var scenario in Chosen(options))
        {
            await Console.Error.WriteLineAsync($"({scenario.Letter}) {scenario.Title}");
            await scenario.RunAsync(bench, results);
        }
        var rows = Row.Of(results, options.Quick ? Targets.Guards : Targets.All);
        ConsoleTable.Write(rows);
        if (!options.Quick)
            await ResultFiles.WriteAsync(options, facts, Titles(options), rows);
        // Only the quick form guards: in the whole benchmark, a missed target is a result and not a fault.
        return options.Quick && rows.Any(r => r.IsMet is false) ? 1 : 0;
    }

    private static IEnumerable<IScenario> Chosen(Options options) =>
        All.Where(s => options.Scenarios.Count == 0 || options.Scenarios.Contains(s.Letter));

    private static Dictionary<string, string> Titles(Options options) => Chosen(options).ToDictionary(s => s.Letter, s => s.Title);
}
