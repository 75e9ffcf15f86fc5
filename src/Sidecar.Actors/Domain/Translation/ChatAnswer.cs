using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sidecar.Domain.Translation;

/// <summary>
/// Orders the pieces of a chat answer into consecutive blocks: in both other dialects a block has a beginning, its pieces and an
/// end.
/// </summary>
/// <remarks>
/// Servers send the calls of several tools one after the other, or interleaved. The first open call is passed on piece by piece; pieces
/// of others are kept until it ends, which often only the end of the answer shows.
/// </remarks>
internal abstract class ChatAnswer(AnswerFacts facts) : ChatReading
{
    // The limit for what is kept or repeated at the end: far more than any answer contains.
    private const int LongestKept = 16 * 1024 * 1024;

    private readonly List<WaitingBlock> _waiting = [];
    private BlockKind _open;
    private int _openTool = -1;
    private byte[] _openId = [];
    private int _calls;
    private long _kept;

    /// <summary>Not escaped; empty: the upstream has not ended the answer.</summary>
    protected byte[] Finish { get; private set; } = [];

    /// <summary>Still escaped; empty: none is known.</summary>
    protected byte[] StopText { get; private set; } = [];

    protected bool HasTools { get; private set; }

    protected bool HasRefusal { get; private set; }

    /// <summary>The answer is longer than what may be kept.</summary>
    protected bool IsTooLong { get; private set; }

    protected AnswerFacts Facts => facts;

    protected abstract void Open(BlockKind kind, ReadOnlySpan<byte> toolId, ReadOnlySpan<byte> toolName);

    protected abstract void Add(BlockKind kind, ReadOnlySpan<byte> text);

    protected abstract void Close(BlockKind kind);

    /// <summary>Counts the bytes that are kept until the answer ends.</summary>
    protected void Keep(int bytes)
    {
        _kept += bytes;
        IsTooLong |= _kept > LongestKept;
    }

    protected void CloseAll()
    {
        CloseOpen();
        foreach (var block in _waiting)
        {
            Open(block.Kind, block.Id, block.Name);
            if (block.Text.WrittenCount > 0)
                Add(block.Kind, block.Text.WrittenSpan);
            Close(block.Kind);
        }
        _waiting.Clear();
    }

    protected override void OnPiece(BlockKind kind, ReadOnlySpan<byte> text)
    {
        HasRefusal |= kind == BlockKind.Refusal;
        if (_open == BlockKind.Tool)
        {
            var last = _waiting.Count > 0 && _waiting[^1].Kind == kind ? _waiting[^1] : Wait(kind, -1, default, default);
            Append(last, text);
            return;
        }
        if (_open != kind)
        {
            CloseOpen();
            Open(kind, default, default);
            _open = kind;
        }
        Add(kind, text);
    }

    protected override void OnTool(in ToolPiece piece)
    {
        HasTools = true;
        var arguments = piece.AreArgumentsBare ? Escaped(piece.Arguments) : piece.Arguments;
        if (_open == BlockKind.Tool && IsOf(piece, _openTool, _openId))
        {
            if (!arguments.IsEmpty)
                Add(BlockKind.Tool, arguments);
            return;
        }
        for (var i = _waiting.Count - 1; i >= 0; i--)
            if (_waiting[i] is { Kind: BlockKind.Tool } known && IsOf(piece, known.Tool, known.Id))
            {
                Append(known, arguments);
                return;
            }
        if (_open == BlockKind.Tool)
        {
            Append(Wait(BlockKind.Tool, piece.Index, IdOf(piece), piece.Name), arguments);
            return;
        }
        CloseOpen();
        (_open, _openTool, _openId) = (BlockKind.Tool, piece.Index, IdOf(piece).ToArray());
        Open(BlockKind.Tool, _openId, piece.Name);
        if (!arguments.IsEmpty)
            Add(BlockKind.Tool, arguments);
    }

    protected override void OnFinish(ReadOnlySpan<byte> reason)
    {
        if (!reason.IsEmpty)
            Finish = reason.ToArray();
    }

    protected override void OnStop(ReadOnlySpan<byte> text) => StopText = text.ToArray();

    // Some servers give every call the index 0 and distinguish them by id; most send the id only in the first piece.
    private static bool IsOf(in ToolPiece piece, int tool, ReadOnlySpan<byte> id) =>
        piece.Id.IsEmpty || piece.Id.SequenceEqual(id) ? piece.Index < 0 || tool < 0 || piece.Index == tool
            : piece.Name.IsEmpty && piece.Index >= 0 && piece.Index == tool;

    private ReadOnlySpan<byte> IdOf(in ToolPiece piece)
    {
        _calls++;
        return piece.Id.IsEmpty ? Encoding.ASCII.GetBytes($"call_{facts.RequestId}_{_calls}") : piece.Id;
    }

    private WaitingBlock Wait(BlockKind kind, int tool, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name)
    {
        var block = new WaitingBlock(kind, tool, id.ToArray(), name.ToArray());
        _waiting.Add(block);
        return block;
    }

    private void Append(WaitingBlock block, ReadOnlySpan<byte> text)
    {
        Keep(text.Length);
        if (!IsTooLong)
            block.Text.Write(text);
    }

    private void CloseOpen()
    {
        if (_open != BlockKind.None)
            Close(_open);
        _open = BlockKind.None;
    }

    private static ReadOnlySpan<byte> Escaped(ReadOnlySpan<byte> json) =>
        JsonEncodedText.Encode(json, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes;
}
