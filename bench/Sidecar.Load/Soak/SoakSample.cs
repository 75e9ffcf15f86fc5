namespace Sidecar.Load.Soak;

/// <summary>One look at a process under a soak.</summary>
/// <param name="Minute">Since the load began.</param>
/// <param name="Anonymous">MB of resident memory that is no part of a file: heaps, stacks, compiled code.</param>
/// <param name="Heap">MB that the collector found alive when it last looked.</param>
/// <param name="Committed">MB that the collector has of the system.</param>
/// <param name="Requests">Being answered now, a coordinator each.</param>
/// <param name="Leases">Attempts in flight.</param>
internal readonly record struct SoakSample(
    double Minute, double Resident, double Anonymous, double Heap, double Committed, int Handles, int Threads, double Requests,
        double Leases, double Waiting, double JournalMegabytes, double LedgerMegabytes);

/// <summary>A line of the report and of the chart.</summary>
/// <param name="MayGrow">It is a record, that grows with what is recorded.</param>
internal sealed record SoakFigure(string Name, string Unit, Func<SoakSample, double> Of, bool MayGrow = false)
{
    public static readonly IReadOnlyList<SoakFigure> All =
    [
        new("resident memory", "MB", s => s.Resident),
        new("of it not of files", "MB", s => s.Anonymous),
        new("live heap", "MB", s => s.Heap),
        new("committed heap", "MB", s => s.Committed),
        new("handles", "", s => s.Handles),
        new("threads", "", s => s.Threads),
        new("requests under way", "", s => s.Requests),
        new("leases out", "", s => s.Leases),
        new("requests waiting", "", s => s.Waiting),
        new("journal", "MB", s => s.JournalMegabytes, MayGrow: true),
        new("ledger", "MB", s => s.LedgerMegabytes, MayGrow: true),
    ];
}
