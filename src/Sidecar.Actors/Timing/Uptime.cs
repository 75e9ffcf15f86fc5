using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sidecar.Timing;

/// <summary>Time that setting the clock does not change and that continues while the machine sleeps: a night with the lid closed counts
/// as part of a rest.</summary>
internal static class Uptime
{
    // CLOCK_BOOTTIME; on Linux, CLOCK_MONOTONIC (and so Stopwatch) stops during sleep. On Windows Stopwatch continues.
    private const int LinuxClock = 7;

    // CLOCK_MONOTONIC, which on macOS continues during sleep, unlike the clock that Stopwatch uses.
    private const int MacClock = 6;

    private static readonly int Clock = Readable(OperatingSystem.IsLinux() ? LinuxClock : OperatingSystem.IsMacOS() ? MacClock : -1);

    public static TimeSpan Now() =>
        Clock >= 0 && GetTime(Clock, out var time) == 0 ? time.Span : Stopwatch.GetElapsedTime(0, Stopwatch.GetTimestamp());

    private static int Readable(int clock)
    {
        try
        {
            return clock >= 0 && GetTime(clock, out _) == 0 ? clock : -1;
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return -1;
        }
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out Reading time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Reading
    {
        private readonly nint _seconds;
        private readonly nint _nanoseconds;

        public TimeSpan Span => TimeSpan.FromTicks((_seconds * TimeSpan.TicksPerSecond) + (_nanoseconds / TimeSpan.NanosecondsPerTick));
    }
}
