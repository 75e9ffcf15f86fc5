namespace Sidecar.Host.Proxy;

/// <summary>The proxied requests that are running now, so that a drain knows when it is finished and which requests to abort when its
/// time is over.</summary>
public sealed class RunningRequests : IDisposable
{
    private readonly CancellationTokenSource _cut = new();
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Cancelled when the drain is over.</summary>
    public CancellationToken Cut => _cut.Token;

    public void Enter() => Interlocked.Increment(ref _count);

    public void Leave() => Interlocked.Decrement(ref _count);

    public void CutAll() => _cut.Cancel();

    public void Dispose() => _cut.Dispose();
}
