namespace Sidecar.Domain.Tests.Fuzz;

/// <summary>Heap and time are measured: nothing else may run beside it.</summary>
[CollectionDefinition(FuzzRun.Alone, DisableParallelization = true)]
public sealed class FuzzCollection;
