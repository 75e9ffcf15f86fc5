using System.Buffers;

namespace Sidecar.Host.Upstream;

/// <summary>
/// A read of a body that may go on after nobody waits for it any more: then it is the beginning of what is left of the body.
/// </summary>
/// <remarks>A read that is cancelled costs the connection; so it is kept, with the buffer that it reads into.</remarks>
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
        // Not cancelled with the attempt's patience: whoever gives up disposes of the answer, and the connection with it.
        _read = body.ReadAsync(_buffer.AsMemory(0, Math.Min(most, BufferSize)), CancellationToken.None).AsTask();
    }

    /// <summary>Waits for the read. False: it is still under way after that time.</summary>
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
        // A read that is still under way keeps its buffer for good: the pool must not lend it to somebody else meanwhile.
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
