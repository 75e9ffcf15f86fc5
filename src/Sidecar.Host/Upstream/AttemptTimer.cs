using System.Collections.Concurrent;
using Sidecar.Timing;

namespace Sidecar.Host.Upstream;

/// <summary>
/// Ends an attempt when its stage takes too long, when the walk's deadline passes, or when the client hangs up; and knows which it was.
/// </summary>
/// <remarks>
/// An attempt that ends before anything of this has happened leaves the cancellation source, and the timer in it, to the next.
/// </remarks>
internal sealed class AttemptTimer : IDisposable
{
    // Those of attempts that run at once; more than this were wanted in a burst that is over.
    private const int MostSpare = 512;

    // Timers do not count further than 49 days.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    private static readonly ConcurrentQueue<CancellationTokenSource> Spare = new();
    private static int _spares;

    private readonly CancellationTokenSource _cancellation;
    private readonly CancellationTokenRegistration _clientGone;

    public AttemptTimer(TimeProvider time, CancellationToken clientGone)
    {
        // Only the system's own timers can tell for certain that they did not fire meanwhile. They go by the monotonic clock, too.
        var timers = time is SteadyTime ? TimeProvider.System : time;
        _cancellation = ReferenceEquals(timers, TimeProvider.System) && TakeSpare() is { } spare ? spare
            : new CancellationTokenSource(Timeout.InfiniteTimeSpan, timers);
        _clientGone = clientGone.UnsafeRegister(static c => ((CancellationTokenSource)c!).Cancel(), _cancellation);
    }

    public CancellationToken Token => _cancellation.Token;

    /// <summary>The walk's deadline was nearer than the stage's own timeout: its passing is no fault of the backend.</summary>
    public bool IsDeadline { get; private set; }

    /// <summary>More is left of the deadline than the attempt was given: its passing is the backend's fault after all.</summary>
    public bool IsShare { get; init; }

    /// <summary>The setting by which the stage is limited.</summary>
    public string Setting { get; private set; } = "";

    /// <param name="remaining">What is left of the walk's deadline.</param>
    public void Restart(AttemptPatience patience, TimeSpan remaining)
    {
        Setting = patience.Setting;
        IsDeadline = patience.IsBounded && remaining < patience.Length;
        var bound = IsDeadline ? remaining : patience.Length;
        _cancellation.CancelAfter(bound >= Longest ? Timeout.InfiniteTimeSpan : bound > TimeSpan.Zero ? bound : TimeSpan.Zero);
    }

    public void Dispose()
    {
        // Waits for a callback that is running: nobody cancels the source behind the next attempt's back.
        _clientGone.Dispose();
        if (_cancellation.TryReset() && Volatile.Read(ref _spares) < MostSpare)
        {
            Interlocked.Increment(ref _spares);
            Spare.Enqueue(_cancellation);
        }
        else
            _cancellation.Dispose();
    }

    private static CancellationTokenSource? TakeSpare()
    {
        if (!Spare.TryDequeue(out var spare))
            return null;
        Interlocked.Decrement(ref _spares);
        return spare;
    }
}
