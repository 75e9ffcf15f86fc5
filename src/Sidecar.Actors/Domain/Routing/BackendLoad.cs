namespace Sidecar.Domain.Routing;

/// <summary>Numbers of one backend that change with every request, so that they are read in place instead of being sent around. Written by
/// the backend's owner alone; a reader may see them a moment old, for the lease decides.</summary>
public sealed class BackendLoad
{
    private int _inFlight;
    private long _nextAtTicks;
    private long _toldAtTicks;
    private long _started;
    private long _tokens;
    private long _countedAtTicks;
    private long _answeredAtTicks;

    /// <summary>Attempts in flight.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>The earliest instant, in UTC ticks, at which its limits let a request start.</summary>
    public long NextAtTicks => Volatile.Read(ref _nextAtTicks);

    /// <summary>The same by the limits that were told alone: what was learnt is a guess.</summary>
    public long ToldAtTicks => Volatile.Read(ref _toldAtTicks);

    /// <summary>It has answered somebody since an instant.</summary>
    public bool HasAnsweredSince(DateTimeOffset instant) => Volatile.Read(ref _answeredAtTicks) >= instant.UtcTicks;

    /// <summary>An answer of it began, or came to its end. By whoever hears it: of two at once either is late enough.</summary>
    public void Answered(DateTimeOffset now) => Volatile.Write(ref _answeredAtTicks, now.UtcTicks);

    /// <summary>Requests started in the window that ends now, or somewhat more: starts are forgotten when the next is counted, or when all
    /// of them have left the window.</summary>
    public long StartedAt(DateTimeOffset now) => IsForgottenAt(now) ? 0 : Volatile.Read(ref _started);

    /// <summary>Tokens spent in it, estimates included, with the same reserve.</summary>
    public long TokensAt(DateTimeOffset now) => IsForgottenAt(now) ? 0 : Volatile.Read(ref _tokens);

    /// <summary>What the windows hold as of <paramref name="now"/>.</summary>
    public void SetSpent(long started, long tokens, DateTimeOffset now)
    {
        Volatile.Write(ref _started, started);
        Volatile.Write(ref _tokens, tokens);
        Volatile.Write(ref _countedAtTicks, now.UtcTicks);
    }

    /// <param name="inFlight">Attempts in flight.</param>
    /// <param name="nextAt">When all limits let a request start.</param>
    /// <param name="toldAt">When those do that were told; null: there are no others.</param>
    public void Set(int inFlight, DateTimeOffset nextAt, DateTimeOffset? toldAt = null)
    {
        Volatile.Write(ref _inFlight, inFlight);
        Volatile.Write(ref _nextAtTicks, nextAt.UtcTicks);
        Volatile.Write(ref _toldAtTicks, (toldAt ?? nextAt).UtcTicks);
    }

    private bool IsForgottenAt(DateTimeOffset now) =>
        now.UtcTicks - Volatile.Read(ref _countedAtTicks) >= (Limits.RequestWindow.Length + Limits.RequestWindow.Guard).Ticks;
}
