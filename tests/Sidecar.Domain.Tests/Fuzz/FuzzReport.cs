using System.Globalization;

namespace Sidecar.Domain.Tests.Fuzz;

/// <summary>What a fuzz run has met so far, a line each time, in the file that SIDECAR_FUZZ_REPORT names.</summary>
internal sealed class FuzzReport(string reader)
{
    private static readonly string? Place = Environment.GetEnvironmentVariable("SIDECAR_FUZZ_REPORT");
    private static readonly Lock Gate = new();

    private long _bytes;
    private TimeSpan _longest;
    private long _mostAllocated;

    public long Count { get; private set; }

    public void Add(int length, TimeSpan took, long allocated)
    {
        Count++;
        _bytes += length;
        _longest = took > _longest ? took : _longest;
        _mostAllocated = Math.Max(_mostAllocated, allocated);
    }

    /// <param name="kept">Bytes of the heap that are live now and were not at the beginning.</param>
    public void Write(long kept)
    {
        if (Place is not { Length: > 0 })
            return;
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"| {reader} | {Count:N0} | {_bytes / (1024 * 1024):N0} MiB | {_longest.TotalMilliseconds:0.0} ms | {_mostAllocated / 1024:N0} KiB | {kept / 1024:N0} KiB |\n");
        lock (Gate)
            File.AppendAllText(Place, line);
    }
}
