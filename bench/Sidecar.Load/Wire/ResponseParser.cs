using System.Buffers.Text;
using System.Text;

namespace Sidecar.Load.Wire;

/// <summary>Reads one HTTP/1.1 response after another from bytes as they arrive: only as much as a measurement needs to know.</summary>
internal sealed class ResponseParser
{
    private enum Part { Head, Body, ChunkSize, Chunk, ChunkEnd, End, Done }

    // Heads and chunk headers; both may arrive in pieces.
    private readonly byte[] _text = new byte[4096];
    private int _length;
    private Part _part = Part.Done;
    private long _left;

    public int Status { get; private set; }

    public bool IsDone => _part == Part.Done;

    public void Begin() => (_part, _length, Status) = (Part.Head, 0, 0);

    public void Feed(ReadOnlySpan<byte> bytes, IBodyReader? body)
    {
        while (!bytes.IsEmpty && _part != Part.Done)
        {
            if (_part is Part.Body or Part.Chunk)
            {
                var take = (int)Math.Min(_left, bytes.Length);
                body?.Read(bytes[..take]);
                bytes = bytes[take..];
                if ((_left -= take) == 0)
                    _part = _part == Part.Body ? Part.Done : Part.ChunkEnd;
            }
            else if (TryTakeText(ref bytes, _part == Part.Head ? "\r\n\r\n"u8 : "\r\n"u8))
            {
                ReadText(_text.AsSpan(0, _length));
                _length = 0;
            }
        }
    }

    private bool TryTakeText(ref ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> end)
    {
        var before = _length;
        var take = Math.Min(bytes.Length, _text.Length - _length);
        bytes[..take].CopyTo(_text.AsSpan(_length));
        _length += take;
        var from = Math.Max(0, before - end.Length + 1);
        var found = _text.AsSpan(from, _length - from).IndexOf(end);
        if (found < 0)
        {
            bytes = bytes[take..];
            return take > 0 || bytes.IsEmpty ? false : throw new InvalidDataException("a response head of more than 4 KB");
        }
        _length = from + found + end.Length;
        bytes = bytes[(_length - before)..];
        return true;
    }

    private void ReadText(ReadOnlySpan<byte> text)
    {
        switch (_part)
        {
            case Part.Head:
                ReadHead(text);
                break;
            case Part.ChunkSize:
                _ = Utf8Parser.TryParse(text, out _left, out _, 'x');
                _part = _left == 0 ? Part.End : Part.Chunk;
                break;
            case Part.ChunkEnd:
                _part = Part.ChunkSize;
                break;
            case Part.End:
                _part = Part.Done;
                break;
        }
    }

    private void ReadHead(ReadOnlySpan<byte> head)
    {
        Status = Utf8Parser.TryParse(head["HTTP/1.1 ".Length..], out int status, out _) ? status : 0;
        _left = 0;
        _part = Part.Done;
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            if (StartsWith(line, "content-length:"u8) && Utf8Parser.TryParse(
                line["content-length:".Length..].Trim((byte)' '), out _left, out _))
                _part = _left == 0 ? Part.Done : Part.Body;
            else if (StartsWith(line, "transfer-encoding:"u8))
                _part = Part.ChunkSize;
        }
    }

    private static bool StartsWith(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.Length >= name.Length && Ascii.EqualsIgnoreCase(line[..name.Length], name);
}
