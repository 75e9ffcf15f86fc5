using Sidecar.Load;
using Sidecar.Load.Upstream;

// Several roles in one program, so that a comparison needs nothing but this project and the host:
//   upstream PORT            answers at once: 1 KB of JSON, or a stream of events when the body says "stream":true
//   yarp PORT UPSTREAM       a plain YARP proxy in front of it
//   integrity [SECONDS]      byte equality of bodies and streams, and memory under clients that stop reading
//   load ADDRESS SECONDS     plain requests over 64 connections, for a profiler beside it
//   compare                  starts all of them and Sidecar, warms them up, and measures them in turn
return args switch
{
    ["upstream", var port] => await FastUpstream.RunAsync(int.Parse(port)),
    ["yarp", var port, var upstream] => await PlainYarp.RunAsync(int.Parse(port), upstream),
    ["compare", .. var options] => await Comparison.RunAsync(ComparisonOptions.Parse(options)),
    ["integrity", .. var stall] => await Integrity.RunAsync(stall is [var seconds] ? int.Parse(seconds) : 30),
    ["load", var address, var seconds] => await Load(address, int.Parse(seconds)),
    _ => Usage(),
};

static async Task<int> Load(string address, int seconds)
{
    var result = await LoadClient.PlainAsync(new Uri(address), 64, TimeSpan.FromSeconds(seconds));
    Console.WriteLine($"{result.Units / result.Elapsed.TotalSeconds:0} requests/s, {result.Failures} failures");
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("usage: upstream PORT | yarp PORT UPSTREAM | integrity [SECONDS] | load ADDRESS SECONDS | compare [--seconds N] [--warmup N] [--rounds N] [--connections N] [--streams N]");
    return 2;
}
