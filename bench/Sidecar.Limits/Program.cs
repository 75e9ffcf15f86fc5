using System.Globalization;
using Sidecar.Bench.Limits.Report;
using Sidecar.Bench.Limits.Upstreams;

// Five control loops against upstreams whose limits nobody told: Sidecar.Limits [SEEDS] [FILE] prints a table, and writes it.
uint[] seeds = [.. Enumerable.Range(0, args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10)
    .Select(static i => 100 + (uint)i)];
var table = LoopTable.Of(
    seeds,
    ("By which the loop was tuned, with other seeds", Scenarios.Tuned),
    ("At which faults were found", Scenarios.Mended),
    ("Held out", Scenarios.HeldOut),
    ("Those of bench/run trouble, with other seeds", Scenarios.Trouble));
Console.Write(table);
if (args.Length > 1)
    File.WriteAllText(args[1], table);
