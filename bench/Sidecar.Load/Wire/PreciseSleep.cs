using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sidecar.Load.Wire;

/// <summary>Sleeps to an instant of <see cref="Stopwatch"/> (CLOCK_MONOTONIC, so comparable between processes), exact to about 0.1 ms where
/// timers of .NET are to 1 ms.</summary>
internal static partial class PreciseSleep
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    public static void Until(long instant)
    {
        var left = (instant - Stopwatch.GetTimestamp()) * (NanosecondsPerSecond / Stopwatch.Frequency);
        if (left <= 0)
            return;
        var time = new TimeSpec((nint)(left / NanosecondsPerSecond), (nint)(left % NanosecondsPerSecond));
        // Woken early by a signal it is simply early; every caller asks the clock again.
        _ = Nanosleep(in time, IntPtr.Zero);
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int Nanosleep(in TimeSpec time, IntPtr remaining);

    private readonly record struct TimeSpec(nint Seconds, nint Nanoseconds);
}
