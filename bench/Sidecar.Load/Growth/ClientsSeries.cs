using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sidecar.Load.Scenarios;
using Sidecar.Load.Subjects;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Growth;

/// <summary>Client keys in the configuration, all used in turn, each with a rate that is counted but never reached.</summary>
internal sealed class ClientsSeries : IGrowthSeries
{
    public string Name => "clients";

    public string Title => "clients with a key and a rate";

    // A configuration file of 1 MiB, the largest allowed, has room for some 9,000.
    public IReadOnlyList<int> Sizes => [1, 100, 5_000];

    public async Task<IReadOnlyList<GrowthValue>> MeasureAsync(Bench bench, int size)
    {
        var port = FreePort.Next();
        var keys = Enumerable.Range(0, size).Select(i => string.Create(CultureInfo.InvariantCulture, $"sk-sidecar-{i}")).ToArray();
        var backend = SidecarConfig.Backend("only", "primary", new Uri(bench.Bed.Upstream.Address, "/v1"), model: null);
        var config = await SidecarConfig.WriteAsync(bench.Bed.Folder, port, [backend], Section(keys));
        var requests = keys.Select(key => Requests.PlainOf(key)).ToArray();
        var (subject, start) = await PlainCost.StartAsync(bench.Bed.Sidecar(port, config), bench.Bed.Folder, requests[0]);
        await using (subject)
            return
            [
                GrowthValue.Whole("start to first answer ms", start),
                GrowthValue.Each("CPU µs per request", await RequestsInTurn.CostAsync(subject, requests)),
                GrowthValue.Whole("resident MB", ProcessAccounts.Resident(subject.ProcessId)),
            ];
    }

    private static string Section(string[] keys)
    {
        var section = new StringBuilder().AppendLine("  clients {");
        for (var i = 0; i < keys.Length; i++)
            section.AppendLine(CultureInfo.InvariantCulture,
                $"    c{i} {{ key-hash = \"{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(keys[i])))}\", rpm = 1000000 "
                    + $"}}");
        return section.Append("  }").ToString();
    }
}
