using Sidecar.Load.Report;

namespace Sidecar.Load.Scenarios;

/// <summary>Something to measure, in all rounds and for all of its subjects.</summary>
internal interface IScenario
{
    string Letter { get; }

    string Title { get; }

    Task RunAsync(Bench bench, Measurements results);
}
