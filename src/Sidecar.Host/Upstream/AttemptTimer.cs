using System.Collections.Concurrent;
using Sidecar.Timing;

namespace Sidecar.Host.Upstream;

/// <summary>
/// Ends an attempt when its stage takes too long, when the walk's deadline passes, or when the client hangs up, and knows which it was.
/// </summary>
/// <remarks>
/// If an attempt ends before any of this happens, the next one reuses the cancellation source with its timer.
/// </remarks>
internal sealed class AttemptTimer : IDisposable
{
    // About the number of attempts running at once; more were only needed in a burst that is over.
    private const int MostSpare = 512;

    // Timers are limited to 49 days.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    private static readonly ConcurrentQueue<CancellationTokenSource> Spare = new();
    private static int _spares;

    private readonly CancellationTokenSource _cancellation;
    private readonly CancellationTokenRegistration _clientGone;

    public AttemptTimer(TimeProvider time, CancellationToken clientGone)
    {
        // Only the system's own timers can tell for certain that they did not fire meanwhile. They use the monotonic clock, too.
        var timers = time is SteadyTime ? TimeProvider.System : time;
        _cancellation = ReferenceEquals(timers, TimeProvider.System) && TakeSpare() is { } spare ? spare
            : new CancellationTokenSource(Timeout.InfiniteTimeSpan, timers);
        _clientGone = clientGone.UnsafeRegister(static c => ((CancellationTokenSource)c!).Cancel(), _cancellation);
    }

    public CancellationToken Token => _cancellation.Token;

    /// <summary>The walk's deadline came before the stage's own timeout: its passing is not the backend's fault.</summary>
    public bool IsDeadline { get; private set; }

    /// <summary>The deadline leaves more time than the attempt got: its passing is the backend's fault after all.</summary>
    public bool IsShare { get; init; }

    /// <summary>The setting that limits the stage.</summary>
    public string Setting { get; private set; } = "";

    /// <param name="remaining">The time left until the walk's deadline.</param>
    public void Restart(AttemptPatience patience, TimeSpan remaining)
    {
        Setting = patience.Setting;
        IsDeadline = patience.IsBounded && remaining < patience.Length;
        var bound = IsDeadline ? remaining : patience.Length;
        _cancellation.CancelAfter(bound >= Longest ? Timeout.InfiniteTimeSpan : bound > TimeSpan.Zero ? bound : TimeSpan.Zero);
    }

    public void Dispose()
    {
        // Waits for a running callback, so that none cancels the source when the next attempt is already using it.
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
