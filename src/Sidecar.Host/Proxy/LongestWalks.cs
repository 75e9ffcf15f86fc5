using Sidecar.Domain.Walk;
using Sidecar.Requests;

namespace Sidecar.Host.Proxy;

/// <summary>Limits how long a request waits for its walk: a lost actor answers nobody, and no rule of the walk can end that.</summary>
/// <remarks>Requests that arrive within the same few seconds share one timer; a timer of its own would cost each request more than its
/// walk's bookkeeping.</remarks>
internal sealed class LongestWalks(TimeProvider time)
{
    /// <summary>The time for which requests share a timer; a walk may exceed its bound by that much.</summary>
    public static readonly TimeSpan Slice = TimeSpan.FromSeconds(10);

    // Timers are limited to 49 days.
    private static readonly TimeSpan Most = TimeSpan.FromDays(40);

    private static readonly Refused Lost = new(Refusals.InternalError);

    private readonly Slices _streamed = new();
    private readonly Slices _whole = new();

    /// <summary>Answers the walk with <c>internal_error</c> when the bound has passed.</summary>
    /// <param name="walk">The walk's answer, which its coordinator completes.</param>
    /// <param name="isStreamed">Requests of one kind share a bound.</param>
    /// <param name="bound">From now on.</param>
    /// <returns>To be disposed when the walk has answered.</returns>
    public CancellationTokenRegistration Watch(TaskCompletionSource<ProxyAnswer> walk, bool isStreamed, TimeSpan bound) =>
        (isStreamed ? _streamed : _whole).Current(bound, time).UnsafeRegister(
            static walk => ((TaskCompletionSource<ProxyAnswer>)walk!).TrySetResult(Lost), walk);

    public static bool IsLost(ProxyAnswer answer) => ReferenceEquals(answer, Lost);

    // The timer of a slice that is over ends by itself when its last walk has reached the bound.
    private sealed class Slices
    {
        private volatile Now? _now;

        public CancellationToken Current(TimeSpan bound, TimeProvider time)
        {
            if (_now is { } now && now.Bound == bound && time.GetElapsedTime(now.BeganAt) < Slice)
                return now.Token;
            var next = new Now(bound, time.GetTimestamp(), new CancellationTokenSource(bound < Most ? bound + Slice : Most, time).Token);
            _now = next;
            return next.Token;
        }
    }

    private sealed record Now(TimeSpan Bound, long BeganAt, CancellationToken Token);
}
