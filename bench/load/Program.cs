using Sidecar.Load;

// Several roles in one program, so that a comparison needs nothing but this project and the host:
//   upstream PORT            answers at once: 1 KB of JSON, or a stream of events when the body says "stream":true
//   yarp PORT UPSTREAM       a plain YARP proxy in front of it
//   integrity [SECONDS]      byte equality of bodies and streams, and memory under clients that stop reading
//   compare                  starts all of them and Sidecar, warms them up, and measures them in turn
return args switch
{
["upstream", var port] => await FastUpstream.RunAsync(int.Parse(port)),
["yarp", var port, var upstream] => await PlainYarp.RunAsync(int.Parse(port), upstream),
["compare", .. var options] => await Comparison.RunAsync(ComparisonOptions.Parse(options)),
["integrity", .. var stall] => await Integrity.RunAsync(stall is [var seconds] ? int.Parse(seconds) : 30),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: upstream PORT | yarp PORT UPSTREAM | integrity [SECONDS] | compare [--seconds N] [--warmup N] [--rounds N] [--connections N] [--streams N]");
    return 2;
}
