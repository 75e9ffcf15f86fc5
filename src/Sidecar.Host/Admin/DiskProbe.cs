using Sidecar.Dispatching;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Admin;

/// <summary>Checks within a time limit whether data can be written. A disk that hangs is not asked again before it has answered, and
/// nobody waits again for it; one that has just answered is not asked again at once.</summary>
internal sealed class DiskProbe(IStorage storage, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<string?> _look = Task.FromResult<string?>(null);
    private DateTimeOffset _lookedAt = DateTimeOffset.MinValue;

    /// <summary>Why data cannot be written; null if it can.</summary>
    public async Task<string?> FindFault(TimeSpan bound)
    {
        Task<string?> look;
        TimeSpan waited;
        lock (_lock)
        {
            if (_look.IsCompleted && time.GetUtcNow() - _lookedAt >= Fresh)
                (_look, _lookedAt) = (OwnThread.Run(storage.FindWriteFault), time.GetUtcNow());
            (look, waited) = (_look, time.GetUtcNow() - _lookedAt);
        }
        var rest = waited < bound ? bound - waited : TimeSpan.Zero;
        await ((Task)look.WaitAsync(rest)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return look.IsCompletedSuccessfully ? await look : "the disk does not answer";
    }
}
