using System.Buffers;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Usage;

/// <summary>Passes on each event of a stream as soon as it is complete, and removes the usage-only event that only Sidecar asked for; all
/// other bytes stay as they are.</summary>
/// <remarks>
/// Clients parse what they get: half an event, followed by an error from Sidecar, would fail them before they could read the error.
/// An event longer than 1 MiB is passed on in pieces: no usage-only event is that long.
/// </remarks>
/// <param name="hidesUsage">False: only hold back incomplete events.</param>
public sealed class UsageEventFilter(bool hidesUsage = true) : IDisposable
{
    private const int LongestHeld = 1024 * 1024;

    // A whole answer may come as one event.
    private const int LongestRewritten = 16 * 1024 * 1024;

    private const int FirstRent = 4 * 1024;

    private SseEventCursor _cursor;
    private LaterErrorEvent _error;
    private byte[] _held = [];
    private int _heldLength;
    private bool _tooLong;
    private bool _dropped;
    private bool _isLost;
    private long _passed;

    /// <summary>Writes other events in place of the original ones; it gets only whole events. Null: events stay as they are.</summary>
    internal IEventRewriter? Rewriter { get; init; }

    /// <summary>The scanner that has already seen the events; the rewriter uses it.</summary>
    internal IUsageScanner? Usage { get; init; }

    /// <summary>The number of whole events passed on.</summary>
    public long Passed => Rewriter?.Written ?? _passed;

    /// <summary>The rewriter has finished the answer.</summary>
    public bool IsOver => Rewriter is { IsOver: true };

    /// <summary>Something came that cannot be rewritten.</summary>
    public bool IsLost => _isLost || Rewriter is { IsLost: true };

    /// <summary>The first event that reported an error; null: none did.</summary>
    public byte[]? ErrorEvent => _error.Bytes;

    /// <summary>An event that is too long to be held is being passed on: no other event may be inserted now.</summary>
    public bool IsMidEvent => _tooLong;

    /// <summary>Passes on every event that <paramref name="input"/> completes, and holds back the incomplete one.</summary>
    public void Filter(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        while (!input.IsEmpty)
        {
            var length = _cursor.Next(input, out var kind);
            var piece = input[..length];
            input = input[length..];
            if (kind == SsePiece.Ended)
                EndEvent(piece, output);
            else if (kind == SsePiece.Open)
                Hold(piece, output);
            else if (!_dropped && Rewriter is null)
                output.Write(piece);
        }
    }

    /// <summary>The stream has ended: a last event without a blank line counts as whole.</summary>
    public void Complete(IBufferWriter<byte> output)
    {
        EndEvent(default, output);
        _isLost |= Rewriter is not null && !Rewriter.TryComplete(Usage!, output);
    }

    public void Dispose()
    {
        if (_held.Length > 0)
            ArrayPool<byte>.Shared.Return(_held);
        _held = [];
        _heldLength = 0;
    }

    private void Hold(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        if (Rewriter is not null && _heldLength + piece.Length > LongestRewritten)
            _isLost = true;
        else if (Rewriter is null && (_tooLong || _heldLength + piece.Length > LongestHeld))
            PassOn(piece, output);
        else
            Append(piece);
    }

    private void EndEvent(ReadOnlySpan<byte> lastPiece, IBufferWriter<byte> output)
    {
        if (Rewriter is null && (_tooLong || _heldLength + lastPiece.Length > LongestHeld))
        {
            PassOn(lastPiece, output);
            (_tooLong, _dropped) = (false, false);
            _passed++;
            return;
        }

        // Most events arrive whole and are checked in place.
        if (_heldLength > 0)
            Append(lastPiece);
        var whole = _heldLength > 0 ? _held.AsSpan(0, _heldLength) : lastPiece;
        _dropped = hidesUsage && UsageOnlyEvent.Is(whole);
        _error.See(whole);
        if (Rewriter is not null && !whole.IsEmpty)
            Rewriter.Rewrite(whole, Usage!, output);
        else if (!_dropped)
        {
            output.Write(whole);
            _passed++;
        }
        _heldLength = 0;
    }

    private void PassOn(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        output.Write(_held.AsSpan(0, _heldLength));
        output.Write(piece);
        _heldLength = 0;
        _tooLong = true;
    }

    private void Append(ReadOnlySpan<byte> piece)
    {
        var needed = _heldLength + piece.Length;
        if (needed > _held.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, FirstRent));
            _held.AsSpan(0, _heldLength).CopyTo(larger);
            if (_held.Length > 0)
                ArrayPool<byte>.Shared.Return(_held);
            _held = larger;
        }

        piece.CopyTo(_held.AsSpan(_heldLength));
        _heldLength = needed;
    }
}
