using System.Globalization;
using Sidecar.Bench.Limits.Report;
using Sidecar.Bench.Limits.Upstreams;

// Five control loops against upstreams with hidden limits: Sidecar.Limits [SEEDS] [FILE] [FROM] prints a table, and writes it to FILE.
// FROM is the first seed.
var from = args.Length > 2 ? uint.Parse(args[2], CultureInfo.InvariantCulture) : 100;
uint[] seeds = [.. Enumerable.Range(0, args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10)
    .Select(i => from + (uint)i)];
var table = LoopTable.Of(
    seeds,
    ("Scenarios on which the loop was tuned, with other seeds", Scenarios.Tuned),
    ("Scenarios that revealed faults", Scenarios.Mended),
    ("Held out", Scenarios.HeldOut),
    ("The limits of bench/run trouble, with other seeds", Scenarios.Trouble))
    + LoopTable.OfNoticing(seeds, Scenarios.Trouble[^1], 10_000, 30, 20);
Console.Write(table);
if (args.Length > 1)
    File.WriteAllText(args[1], table);
