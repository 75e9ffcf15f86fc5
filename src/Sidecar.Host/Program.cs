using Sidecar.Host.Commands;
using Sidecar.Host.Hosting;
using Sidecar.Host.Telemetry.Logging;

InlineSockets.Prefer();
return await CommandLine.RunAsync(args, CommandContext.OfProcess());
