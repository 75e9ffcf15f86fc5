using System.Text.Json;

namespace Sidecar.Domain.Translation;

internal abstract partial class ChatReading
{
    private ChunkPattern _pattern;
    private Reported _reported;

    // A chunk like the last one, with another text.
    private void Repeat(ReadOnlySpan<byte> text)
    {
        if (_pattern.Kind == BlockKind.Tool)
            OnTool(new ToolPiece { Index = _pattern.Tool, Arguments = text });
        else
            OnPiece(_pattern.Kind, text);
    }

    private void Report(BlockKind kind, in Utf8JsonReader text)
    {
        _reported = new Reported(_reported.Count + 1, (int)text.TokenStartIndex + 1, text.ValueSpan.Length, kind, -1);
        OnPiece(kind, text.ValueSpan);
    }

    private void Report(in ToolPiece piece)
    {
        // A piece that names its call is no repetition.
        var isMore = piece.Id.IsEmpty && piece.Name.IsEmpty && !piece.AreArgumentsBare;
        _reported = new Reported(
            _reported.Count + 1, piece.ArgumentsStart, isMore ? piece.Arguments.Length : 0, BlockKind.Tool, piece.Index);
        OnTool(piece);
    }

    private void ReportError(ReadOnlySpan<byte> json)
    {
        _reported = _reported with { Count = _reported.Count + 2 };
        OnError(json);
    }

    // How many times a chunk said something, and what it said last; a length of 0 cannot be repeated.
    private readonly record struct Reported(int Count, int Start, int Length, BlockKind Kind, int Tool);
}
