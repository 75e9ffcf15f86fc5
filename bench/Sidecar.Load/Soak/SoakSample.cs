namespace Sidecar.Load.Soak;

/// <summary>One look at a process during a soak test.</summary>
/// <param name="Minute">The time since the load began.</param>
/// <param name="Anonymous">Resident memory, in MB, that is not backed by a file: heaps, stacks, compiled code.</param>
/// <param name="Heap">MB that the garbage collector found alive at its last run.</param>
/// <param name="Committed">MB that the garbage collector has from the system.</param>
/// <param name="Requests">Requests being answered now, with a coordinator each.</param>
/// <param name="Leases">Attempts in flight.</param>
internal readonly record struct SoakSample(
    double Minute, double Resident, double Anonymous, double Heap, double Committed, int Handles, int Threads, double Requests,
        double Leases, double Waiting, double JournalMegabytes, double LedgerMegabytes);

/// <summary>One line of the report and one panel of the chart.</summary>
/// <param name="MayGrow">Whether it may grow because it is a record.</param>
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
