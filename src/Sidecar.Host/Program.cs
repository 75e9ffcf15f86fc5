using Sidecar.Host.Commands;
using Sidecar.Host.Hosting;

InlineSockets.Prefer();
return await CommandLine.RunAsync(args, CommandContext.OfProcess());
