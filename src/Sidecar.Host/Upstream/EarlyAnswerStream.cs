namespace Sidecar.Host.Upstream;

/// <summary>
/// A connection on which an answer is noticed while the request is still being sent. The framework's HTTP/1.1 reads nothing before it has
/// written everything: if an upstream refuses after the head and closes, it only sees that the upload broke.
/// </summary>
/// <remarks>
/// A write that has to wait starts a read in parallel. If a final answer comes first, the write ends, the rest of the upload is
/// discarded, and the answer is passed on with <c>Connection: close</c> added: the rest of the request was never sent, so nothing else
/// can follow on this connection.
/// </remarks>
internal sealed class EarlyAnswerStream(Stream connection) : Stream
{
    private const int BufferSize = 8 * 1024;

    // After a failed write: an answer sent before the connection broke has arrived by then, or never will.
    private static readonly TimeSpan LastWord = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private byte[]? _buffer;
    private int _heard;
    private int _taken;
    private Task<int>? _early;
    private TaskCompletionSource? _refused;
    private bool _isReading;
    private bool _isAnswered;
    private bool _isRead;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isAnswered)
        {
            // Another request on a connection that should have been closed.
            if (_isRead)
                throw new IOException("the connection was answered early and is closed");
            return;
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = connection.WriteAsync(buffer, stop.Token);
        if (writing.IsCompletedSuccessfully)
        {
            await writing;
            return;
        }
        await WriteListeningAsync(writing.AsTask(), stop, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _isRead = _isAnswered;
        if (_early is { } early)
        {
            var read = await early.WaitAsync(cancellationToken);
            _early = null;
            _heard += read;
            if (read == 0 && _taken == _heard)
                return 0;
        }
        if (_taken < _heard)
        {
            var length = Math.Min(buffer.Length, _heard - _taken);
            _buffer.AsMemory(_taken, length).CopyTo(buffer);
            _taken += length;
            if (_taken == _heard)
                (_taken, _heard) = (0, 0);
            return length;
        }
        _isReading = true;
        try
        {
            var read = await connection.ReadAsync(buffer, cancellationToken);
            return _refused is { } refused ? Heard(buffer, read, refused) : read;
        }
        finally
        {
            _isReading = false;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        _isAnswered ? Task.CompletedTask : connection.FlushAsync(cancellationToken);

    public override void Flush() => connection.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            connection.Dispose();
        base.Dispose(disposing);
    }

    private async Task WriteListeningAsync(Task writing, CancellationTokenSource stop, CancellationToken cancellation)
    {
        var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _refused = refused;
        var listening = _isReading ? refused.Task : ListenAsync(refused);
        await Task.WhenAny(writing, listening);
        if (writing.IsFaulted)
            await refused.Task.WaitAsync(LastWord, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // From here on the reader gets the bytes.
        lock (_gate)
            _refused = null;
        if (!refused.Task.IsCompletedSuccessfully)
        {
            await writing;
            return;
        }
        // When this returns, the caller may reuse the array that is being written from.
        await stop.CancelAsync();
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        _isAnswered = true;
    }

    // Nobody reads yet: bytes that arrive are kept for the reader.
    private async Task ListenAsync(TaskCompletionSource refused)
    {
        _buffer ??= new byte[BufferSize];
        while (NextRead(refused) is { } early)
        {
            await ((Task)early).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!Keep(early, refused))
                return;
        }
    }

    private Task<int>? NextRead(TaskCompletionSource refused)
    {
        lock (_gate)
            // Half of the buffer, because there must be room for the inserted header.
            return _refused != refused || _heard >= BufferSize / 2
                ? null
                : _early ??= connection.ReadAsync(_buffer.AsMemory(_heard, (BufferSize / 2) - _heard), CancellationToken.None).AsTask();
    }

    // False: there is nothing more to wait for.
    private bool Keep(Task<int> early, TaskCompletionSource refused)
    {
        lock (_gate)
        {
            if (_refused != refused || !early.IsCompletedSuccessfully || early.Result == 0)
                return false;
            _heard += early.Result;
            _early = null;
            var line = EarlyRefusal.StatusLineEnd(_buffer.AsSpan(0, _heard));
            if (line <= 0)
                return true;
            _heard = EarlyRefusal.AskToClose(_buffer, _heard, line);
            refused.TrySetResult();
            return false;
        }
    }

    private int Heard(Memory<byte> buffer, int read, TaskCompletionSource refused)
    {
        var line = EarlyRefusal.StatusLineEnd(buffer.Span[..read]);
        if (line <= 0 || read + EarlyRefusal.Close.Length > buffer.Length)
            return read;
        refused.TrySetResult();
        return EarlyRefusal.AskToClose(buffer.Span, read, line);
    }
}
