using Sidecar.Commands;
using Sidecar.Wiring;

InlineSockets.Prefer();
return await CommandLine.RunAsync(args, Surroundings.OfProcess());
