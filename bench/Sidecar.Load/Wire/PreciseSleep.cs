using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sidecar.Load.Wire;

/// <summary>Sleeps until an instant of <see cref="Stopwatch"/> (CLOCK_MONOTONIC, so comparable between processes), accurate to about 0.1
/// ms, while .NET's timers are accurate to 1 ms.</summary>
internal static partial class PreciseSleep
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    public static void Until(long instant)
    {
        var left = (instant - Stopwatch.GetTimestamp()) * (NanosecondsPerSecond / Stopwatch.Frequency);
        if (left <= 0)
            return;
        var time = new TimeSpec((nint)(left / NanosecondsPerSecond), (nint)(left % NanosecondsPerSecond));
        // If a signal wakes it early, it returns early; every caller looks at the clock again.
        _ = Nanosleep(in time, IntPtr.Zero);
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int Nanosleep(in TimeSpec time, IntPtr remaining);

    private readonly record struct TimeSpec(nint Seconds, nint Nanoseconds);
}
