using System.Buffers;

namespace Sidecar.Host.Upstream;

/// <summary>
/// A read of a body that may continue after nobody waits for it any more: its result is then the beginning of the rest of the body.
/// </summary>
/// <remarks>Cancelling a read would cost the connection, so it is kept, together with its buffer.</remarks>
internal sealed class HeldRead : ReadOnlyStream
{
    private const int BufferSize = 16 * 1024;

    private readonly Stream _rest;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private readonly Task<int> _read;
    private int _taken;
    private bool _isReturned;

    public HeldRead(Stream body, int most)
    {
        _rest = body;
        // Not cancelled with the attempt's timer: whoever gives up disposes the answer, and with it the connection.
        _read = body.ReadAsync(_buffer.AsMemory(0, Math.Min(most, BufferSize)), CancellationToken.None).AsTask();
    }

    /// <summary>Waits for the read. False: it is still running after that time.</summary>
    public async Task<bool> WaitAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        if (_read.IsCompleted)
            return true;
        if (patience <= TimeSpan.Zero)
            return false;
        await ((Task)Task.WhenAny(_read)).WaitAsync(patience, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        return _read.IsCompleted;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isReturned)
            return await _rest.ReadAsync(buffer, cancellationToken);
        var read = await _read.WaitAsync(cancellationToken);
        if (buffer.IsEmpty)
            return 0;
        var length = Math.Min(buffer.Length, read - _taken);
        _buffer.AsMemory(_taken, length).CopyTo(buffer);
        _taken += length;
        if (_taken == read && read > 0)
            Return();
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        // A running read keeps its buffer for good: the pool must not give it to anyone else meanwhile.
        if (disposing && _read.IsCompleted)
            Return();
        else
            _ = _read.ContinueWith(static r => r.Exception, TaskScheduler.Default);
        base.Dispose(disposing);
    }

    private void Return()
    {
        if (_isReturned)
            return;
        _isReturned = true;
        ArrayPool<byte>.Shared.Return(_buffer);
    }
}
