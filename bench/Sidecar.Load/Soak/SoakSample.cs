namespace Sidecar.Load.Soak;

/// <summary>One look at a process during a soak test.</summary>
/// <param name="Minute">The time since the load began.</param>
/// <param name="Anonymous">Resident memory, in MB, that is not backed by a file: heaps, stacks, what the runtime keeps for itself.</param>
/// <param name="Code">The part of it, in MB, that was compiled while the process ran; the runtime keeps it in shared memory.</param>
/// <param name="Files">The part of it, in MB, that is backed by files: assemblies and libraries, as far as they were used.</param>
/// <param name="Heap">MB that the garbage collector found alive at its last run.</param>
/// <param name="Committed">MB that the garbage collector has from the system.</param>
/// <param name="Requests">Requests being answered now, with a coordinator each.</param>
/// <param name="Leases">Attempts in flight.</param>
internal readonly record struct SoakSample(
    double Minute, double Resident, double Anonymous, double Code, double Files, double Heap, double Committed, int Handles, int Threads,
    double Requests, double Leases, double Waiting, double JournalMegabytes, double LedgerMegabytes);

/// <summary>One line of the report and one panel of the chart.</summary>
/// <param name="MayGrow">Whether it may grow because it is a record.</param>
internal sealed record SoakFigure(string Name, string Unit, Func<SoakSample, double> Of, bool MayGrow = false)
{
    public static readonly IReadOnlyList<SoakFigure> All =
    [
        new("resident memory", "MB", s => s.Resident),
        new("of it heaps, stacks, the runtime's own", "MB", s => s.Anonymous),
        new("of it compiled code", "MB", s => s.Code),
        new("of it files", "MB", s => s.Files),
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
