using System.Threading.Channels;

namespace Sidecar.Host.Admin.Live;

/// <summary>Wakes its only waiter. Several calls before the waiter looks wake it once; a call while nobody waits is remembered for the
/// next wait.</summary>
internal sealed class AsyncSignal
{
    private readonly Channel<bool> _set =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Never waits, and does not run the waiter's code.</summary>
    public void Set() => _set.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken cancellation) => await _set.Reader.ReadAsync(cancellation);
}
