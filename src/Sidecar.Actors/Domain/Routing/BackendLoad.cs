namespace Sidecar.Domain.Routing;

/// <summary>Numbers of one backend that change with every request and are therefore read in place, not sent as messages. Only the
/// backend's owner writes them; a reader may see slightly old values, which is harmless because the lease decides.</summary>
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

    /// <summary>The earliest instant, in UTC ticks, at which its limits allow another request.</summary>
    public long NextAtTicks => Volatile.Read(ref _nextAtTicks);

    /// <summary>The same without learnt limits, which are only guesses.</summary>
    public long ToldAtTicks => Volatile.Read(ref _toldAtTicks);

    /// <summary>Whether it has answered any request since an instant.</summary>
    public bool HasAnsweredSince(DateTimeOffset instant) => Volatile.Read(ref _answeredAtTicks) >= instant.UtcTicks;

    /// <summary>One of its answers began or ended. Called on any thread: of two simultaneous calls either instant will do.</summary>
    public void Answered(DateTimeOffset now) => Volatile.Write(ref _answeredAtTicks, now.UtcTicks);

    /// <summary>Requests started in the window that ends now, or slightly more: old starts are dropped when the next one is counted, or
    /// when all of them have left the window.</summary>
    public long StartedAt(DateTimeOffset now) => IsForgottenAt(now) ? 0 : Volatile.Read(ref _started);

    /// <summary>Tokens spent in that window, estimates included; may also be slightly more.</summary>
    public long TokensAt(DateTimeOffset now) => IsForgottenAt(now) ? 0 : Volatile.Read(ref _tokens);

    /// <summary>Sets what the windows hold as of <paramref name="now"/>.</summary>
    public void SetSpent(long started, long tokens, DateTimeOffset now)
    {
        Volatile.Write(ref _started, started);
        Volatile.Write(ref _tokens, tokens);
        Volatile.Write(ref _countedAtTicks, now.UtcTicks);
    }

    /// <param name="inFlight">Attempts in flight.</param>
    /// <param name="nextAt">When all limits allow a request.</param>
    /// <param name="toldAt">When the limits that are not learnt allow one; null: there are no learnt ones.</param>
    public void Set(int inFlight, DateTimeOffset nextAt, DateTimeOffset? toldAt = null)
    {
        Volatile.Write(ref _inFlight, inFlight);
        Volatile.Write(ref _nextAtTicks, nextAt.UtcTicks);
        Volatile.Write(ref _toldAtTicks, (toldAt ?? nextAt).UtcTicks);
    }

    private bool IsForgottenAt(DateTimeOffset now) =>
        now.UtcTicks - Volatile.Read(ref _countedAtTicks) >= (Limits.RequestWindow.Length + Limits.RequestWindow.Guard).Ticks;
}
