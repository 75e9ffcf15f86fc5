using System.Globalization;
using Sidecar.Trouble;
using Sidecar.Trouble.Upstream;

return args switch
{
    ["upstreams", var port, var row] => await UpstreamProcess.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), row),
    ["run", .. var options] => await TroubleRun.RunAsync(options),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: run [ROW …] [--subject NAME]… --sidecar-dir DIR | upstreams PORT ROW");
    return 2;
}
