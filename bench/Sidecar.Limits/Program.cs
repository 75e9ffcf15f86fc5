using System.Globalization;
using Sidecar.Bench.Limits.Report;
using Sidecar.Bench.Limits.Upstreams;

// Five control loops against upstreams with hidden limits: Sidecar.Limits [SEEDS] [FILE] prints a table, and writes it to FILE.
uint[] seeds = [.. Enumerable.Range(0, args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10)
    .Select(static i => 100 + (uint)i)];
var table = LoopTable.Of(
    seeds,
    ("Scenarios on which the loop was tuned, with other seeds", Scenarios.Tuned),
    ("Scenarios that revealed faults", Scenarios.Mended),
    ("Held out", Scenarios.HeldOut),
    ("The limits of bench/run trouble, with other seeds", Scenarios.Trouble));
Console.Write(table);
if (args.Length > 1)
    File.WriteAllText(args[1], table);
