using Sidecar.Host.Storage;

namespace Sidecar.Host.Admin;

/// <summary>Checks within a time limit whether the journal can be read. One that hangs is not asked again before it has
/// answered.</summary>
internal sealed class JournalProbe(AuditReader journal)
{
    private readonly Lock _lock = new();
    private Task _look = Task.CompletedTask;

    public async Task<bool> IsReadable(TimeSpan bound)
    {
        Task look;
        lock (_lock)
            look = _look.IsCompleted ? _look =
                Task.Run(() => journal.ReadAsync(new AuditQuery { Limit = 1 }, CancellationToken.None)) : _look;
        await look.WaitAsync(bound).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return look.IsCompletedSuccessfully;
    }
}
