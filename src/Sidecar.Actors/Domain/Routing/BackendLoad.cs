using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Routing;

/// <summary>Numbers of one backend that change with every request and are therefore read in place, not sent as messages. Only the
/// backend's owner writes them; a reader may see slightly old values, which is harmless because the lease decides.</summary>
public sealed class BackendLoad
{
    // How many answers "of late" are, about.
    private const int Lately = 32;

    private int _inFlight;
    private long _nextAtTicks;
    private long _toldAtTicks;
    private long _started;
    private long _tokens;
    private long _countedAtTicks;
    private long _answeredAtTicks;
    private long _slowestTicks;
    private long _unansweredTicks;
    private long _startedTicks;
    private int _lost;

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

    /// <summary>An answer began that took its time.</summary>
    public void Answered(DateTimeOffset now, TimeSpan took)
    {
        var slowest = Volatile.Read(ref _slowestTicks);
        Volatile.Write(ref _slowestTicks, Math.Max(took.Ticks, slowest - (slowest / Lately)));
        Answered(now);
    }

    /// <summary>The attempts in flight as they count where the least loaded backend is looked for.</summary>
    public int LoadAt(DateTimeOffset now)
    {
        var (open, unanswered) = (Math.Max(0, InFlight - Volatile.Read(ref _lost)), Volatile.Read(ref _unansweredTicks));
        return unanswered == 0 || Volatile.Read(ref _answeredAtTicks) >= unanswered ? open
            : Silence.LoadOf(open, TimeSpan.FromTicks(now.UtcTicks - unanswered),
                TimeSpan.FromTicks(now.UtcTicks - Volatile.Read(ref _startedTicks)), TimeSpan.FromTicks(Volatile.Read(ref _slowestTicks)));
    }

    /// <summary>A pick chose it: of requests that come at once only one finds out whether a silence is over. Called on any
    /// thread.</summary>
    public void Chosen(DateTimeOffset now) => Volatile.Write(ref _startedTicks, now.UtcTicks);

    /// <summary>Shows what picks go by. To be done after whatever changes it.</summary>
    internal void Show(ServingBackend backend, DateTimeOffset now)
    {
        // A pick running on another thread may have read its clock before this: "from now on" would be later than that clock, and would
        // hide the backend from the pick.
        var (next, open) = (backend.RoomAt(now), backend.Open);
        Set(backend.Limits.InFlight, next > now ? next : DateTimeOffset.MinValue, backend.Limits.NextAt(now));
        var patience = Silence.PatienceWith(TimeSpan.FromTicks(Volatile.Read(ref _slowestTicks)));
        open.Settle(Volatile.Read(ref _answeredAtTicks), patience);
        Volatile.Write(ref _startedTicks, Math.Max(open.StartedTicks, Volatile.Read(ref _startedTicks)));
        Volatile.Write(ref _lost, open.Lost);
        Volatile.Write(ref _unansweredTicks, open.UnansweredTicks);
    }

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
    /// <param name="toldAt">When all limits except learnt ones allow one; null if there are no learnt ones.</param>
    public void Set(int inFlight, DateTimeOffset nextAt, DateTimeOffset? toldAt = null)
    {
        Volatile.Write(ref _inFlight, inFlight);
        Volatile.Write(ref _nextAtTicks, nextAt.UtcTicks);
        Volatile.Write(ref _toldAtTicks, (toldAt ?? nextAt).UtcTicks);
    }

    private bool IsForgottenAt(DateTimeOffset now) =>
        now.UtcTicks - Volatile.Read(ref _countedAtTicks) >= (RequestWindow.Length + RequestWindow.Guard).Ticks;
}
