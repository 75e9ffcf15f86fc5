using System.Globalization;
using Sidecar.LedgerCost;

// What the usage ledger costs a plain request, in CPU time and garbage of the whole process, and in bytes on disk:
//   [--requests N] [--rounds N] [--ballast BYTES] [--chain 0]
// Each round runs the same requests three times: only with the facts of their walks, with a ledger whose store discards everything, and
// with the ledger and its file. Ballast is garbage that stands for the rest of a request, so that the garbage collector runs as often as
// in the proxy.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var requests = Option("--requests", 200_000);
var rounds = Option("--rounds", 3);
var ballast = Option("--ballast", 16_384);
Measurement.IsChained = Option("--chain", 1) != 0;
await Measurement.WarmUpAsync(ballast);
Console.WriteLine($"{requests} requests, ballast {ballast} B; per request:");
for (var round = 1; round <= rounds; round++)
{
    var facts = Measurement.FactsAlone(requests, ballast);
    var told = await Measurement.LedgerAsync(requests, ballast, isKept: false);
    var kept = await Measurement.LedgerAsync(requests, ballast, isKept: true);
    Console.WriteLine($"round {round}: facts alone {facts}; told {told - facts} more; with its file {kept - facts} more, "
        + $"{Measurement.BytesOnDisk:0} B on disk");
}
return 0;

int Option(string name, int otherwise) => Array.IndexOf(args, name) is var at and >= 0
    ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
