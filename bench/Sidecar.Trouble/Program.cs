using System.Globalization;
using Sidecar.Trouble;
using Sidecar.Trouble.Subjects;
using Sidecar.Trouble.Upstream;

return args switch
{
    ["upstreams", var port, var row] => await UpstreamProcess.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), row),
    ["yarp", var port, .. var upstreams] => await YarpProcess.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), upstreams),
    ["run", .. var options] => await TroubleRun.RunAsync(TroubleOptions.Parse(options)),
    ["forecast", .. var options] => await ForecastRun.RunAsync(TroubleOptions.Parse(options)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        "usage: run [ROW …] --sidecar-dir DIR [--subjects sidecar,none,yarp,portkey] [--portkey-dir DIR] [--at-once N] [--file FILE] "
            + "[--keep DIR] | forecast ROW … --sidecar-dir DIR [--at-once N] [--file FILE] | upstreams PORT ROW | yarp PORT UPSTREAM …");
    return 2;
}
