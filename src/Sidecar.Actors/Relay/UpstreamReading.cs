using System.Buffers;
using System.Runtime.CompilerServices;
using Sidecar.Domain.Attempts;
using Sidecar.Upstream;

namespace Sidecar.Relay;

/// <summary>Reads a stream's body: first the bytes that were peeked, then the rest. It holds no buffer while the upstream is silent,
/// which most streams are most of the time.</summary>
internal sealed class UpstreamReading(UpstreamAnswer answer, RelaySettings settings, CancellationToken clientGone) : IAsyncDisposable
{
    private const int BufferSize = 16 * 1024;

    private readonly ReadPatience _patience = new(settings, clientGone);
    private readonly SemaphoreSlim _quiet = new(1, 1);
    private byte[]? _buffer;
    private bool _peekedIsRead;

    public RelaySettings Settings => settings;

    public RelayOutcome OutcomeOfFailure => _patience.OutcomeOfFailure;

    public string? FailureName => _patience.FailureName;

    /// <summary>The next bytes; empty at the end. Valid until the next call; only one call at a time.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync()
    {
        if (!_peekedIsRead)
        {
            _peekedIsRead = true;
            if (settings.FirstWordWithin is { } within)
                _patience.ExpectFirstWord(within, isStream: true, answer.Peeked.Span);
            if (!answer.Peeked.IsEmpty)
                return answer.Peeked;
        }
        answer.ForgetPeeked();
        _quiet.Wait(0, CancellationToken.None);
        _patience.Start();
        try
        {
            // A zero-byte read completes when there is data; streams that do not support it return at once.
            var waiting = answer.Body.ReadAsync(Memory<byte>.Empty, _patience.Token);
            if (!waiting.IsCompleted)
                ReturnBuffer();
            await waiting;
            _buffer ??= ArrayPool<byte>.Shared.Rent(BufferSize);
            var read = await answer.Body.ReadAsync(_buffer, _patience.Token);
            if (read > 0)
                settings.Chunks?.Next();
            _patience.See(_buffer.AsSpan(0, read));
            return _buffer.AsMemory(0, read);
        }
        catch (Exception e)
        {
            _patience.Fail(e);
            throw;
        }
        finally
        {
            _patience.Stop();
            _quiet.Release();
        }
    }

    public void Cancel() => _patience.Cancel();

    /// <summary>Waits for a running read: its buffer must not go back to the pool before the read has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        _patience.Cancel();
        await _quiet.WaitAsync();
        _quiet.Dispose();
        _patience.Dispose();
        ReturnBuffer();
    }

    private void ReturnBuffer()
    {
        if (_buffer is not { } buffer)
            return;
        _buffer = null;
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
