using Sidecar.Commands;

return await CommandLine.RunAsync(args, Surroundings.OfProcess());
