using Sidecar.Host.Storage;

namespace Sidecar.Host.Admin;

/// <summary>Checks within a time limit whether the journal can be read. One that hangs is not asked again before it has
/// answered, and nobody waits again for it.</summary>
internal sealed class JournalProbe(AuditReader journal, TimeProvider time)
{
    private readonly Lock _lock = new();
    private Task _look = Task.CompletedTask;
    private DateTimeOffset _lookedAt;

    public async Task<bool> IsReadable(TimeSpan bound)
    {
        Task look;
        TimeSpan waited;
        lock (_lock)
        {
            if (_look.IsCompleted)
                (_look, _lookedAt) =
                    (Task.Run(() => journal.ReadAsync(new AuditQuery { Limit = 1 }, CancellationToken.None)), time.GetUtcNow());
            (look, waited) = (_look, time.GetUtcNow() - _lookedAt);
        }
        await look.WaitAsync(waited < bound ? bound - waited : TimeSpan.Zero).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return look.IsCompletedSuccessfully;
    }
}
