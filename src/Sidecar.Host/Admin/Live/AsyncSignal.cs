using System.Threading.Channels;

namespace Sidecar.Host.Admin.Live;

/// <summary>Wakes the one who waits for it. Rung many times before that one looks, it wakes once; rung when nobody waits, it is heard by
/// the next wait.</summary>
internal sealed class AsyncSignal
{
    private readonly Channel<bool> _set =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Never waits, and runs nothing of the one it wakes.</summary>
    public void Set() => _set.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken cancellation) => await _set.Reader.ReadAsync(cancellation);
}
