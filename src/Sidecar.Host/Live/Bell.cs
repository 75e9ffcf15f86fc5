using System.Threading.Channels;

namespace Sidecar.Live;

/// <summary>Wakes the one who waits for it. Rung many times before that one looks, it wakes once; rung when nobody waits, it is heard by the next wait.</summary>
internal sealed class Bell
{
    private readonly Channel<bool> _rings =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Never waits, and runs nothing of the one it wakes.</summary>
    public void Ring() => _rings.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken cancellation) => await _rings.Reader.ReadAsync(cancellation);
}
