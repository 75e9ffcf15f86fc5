namespace Sidecar.Domain.Routing;

/// <summary>Two numbers of one backend that change with every request, so that they are read in place instead of being sent around. Written by the backend's owner alone; a reader may see them a moment old, for the lease decides.</summary>
public sealed class BackendGauge
{
    private int _inFlight;
    private long _nextAtTicks;

    /// <summary>Attempts in flight.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>The earliest instant, in UTC ticks, at which its limits let a request start.</summary>
    public long NextAtTicks => Volatile.Read(ref _nextAtTicks);

    public void Set(int inFlight, DateTimeOffset nextAt)
    {
        Volatile.Write(ref _inFlight, inFlight);
        Volatile.Write(ref _nextAtTicks, nextAt.UtcTicks);
    }
}
