using BenchmarkDotNet.Running;
using Sidecar.Benchmarks;

// Every option of BenchmarkDotNet works: '*' runs all, --filter '*Relay*' some, --list flat names them, --job long measures for longer.
var hasOwnJob = args.Any(a => a is "-j" or "--job");
string[] options = hasOwnJob ? [.. args, "--inProcess"] : args;
var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(options, OneTable.With(quickJob: !hasOwnJob));
return summaries.Any(s => s.HasCriticalValidationErrors || s.Reports.Any(r => !r.Success)) ? 1 : 0;
