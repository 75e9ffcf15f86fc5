using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sidecar.Timing;

/// <summary>Time that no clock setting changes, and that goes on while the machine sleeps: a rest is not longer by a night in which the lid
/// was closed.</summary>
internal static class Uptime
{
    // CLOCK_BOOTTIME; there, CLOCK_MONOTONIC stands still in sleep, and Stopwatch with it. On Windows Stopwatch goes on.
    private const int LinuxClock = 7;

    // CLOCK_MONOTONIC, which there goes on in sleep, unlike what Stopwatch reads.
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
