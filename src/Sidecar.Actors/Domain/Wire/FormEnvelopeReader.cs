using System.Text;

namespace Sidecar.Domain.Wire;

/// <summary>
/// Reads a <see cref="RequestEnvelope"/> from the fields of a <c>multipart/form-data</c> body, which uploads of audio and images use.
/// Files are skipped; of a repeated field the last value counts.
/// </summary>
public static class FormEnvelopeReader
{
    private const int LongestHeaders = 4096;
    // A character takes at most four bytes in UTF-8; longer values are not even decoded.
    private const int LongestValue = 4 * RequestEnvelope.LongestModel;

    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    /// <summary>The boundary named in a <c>Content-Type</c>; null: it is not a form, or names none.</summary>
    public static string? BoundaryOf(string? contentType)
    {
        if (contentType is null || !contentType.AsSpan().TrimStart().StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return null;
        var value = Parameter(contentType, "boundary");
        return value is { Length: > 0 and <= 70 } ? value : null;
    }

    /// <summary>Never throws: a body that is not such a form names no model.</summary>
    public static RequestEnvelope Read(ReadOnlySpan<byte> body, string boundary)
    {
        var envelope = RequestEnvelope.Opaque with { IsForm = true };
        var delimiter = Encoding.Latin1.GetBytes("--" + boundary);
        var models = 0;
        var at = body.IndexOf(delimiter);
        while (at >= 0)
        {
            var part = at + delimiter.Length;
            if (body[part..].StartsWith("--"u8))
                break;
            var next = body[part..].IndexOf(delimiter);
            var end = next < 0 ? body.Length : part + next;
            ReadPart(body, part, end, ref envelope, ref models);
            at = next < 0 ? -1 : end;
        }

        return envelope;
    }

    private static void ReadPart(ReadOnlySpan<byte> body, int start, int end, ref RequestEnvelope envelope, ref int models)
    {
        var part = body[start..end];
        var headers = part[..Math.Min(part.Length, LongestHeaders)].IndexOf("\r\n\r\n"u8);
        if (headers < 0 || NameOf(Encoding.Latin1.GetString(part[..headers])) is not { } name)
            return;
        var from = headers + 4;
        var value = part[from..];
        if (value.EndsWith(LineEnd))
            value = value[..^2];
        if (ModelKeys.Is(name) && ++models > 1)
            envelope = envelope with { NamesModelsTwice = true };
        if (name == "stream")
            envelope = envelope with { Stream = value.SequenceEqual("true"u8) };
        else if (name == "model" && !value.IsEmpty)
            ReadModel(value, start + from, ref envelope);
    }

    private static void ReadModel(ReadOnlySpan<byte> value, int at, ref RequestEnvelope envelope)
    {
        var name = value.Length <= LongestValue ? Encoding.UTF8.GetString(value) : "";
        envelope = name.Length is 0 or > RequestEnvelope.LongestModel
            ? envelope with { HasLongModel = true }
            : envelope with { Model = name, ModelStart = at, ModelLength = value.Length };
    }

    // A part with a file name is a file, whatever its field is called.
    private static string? NameOf(string headers)
    {
        foreach (var line in headers.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
            if (line.StartsWith("Content-Disposition:", StringComparison.OrdinalIgnoreCase))
                return Parameter(line, "filename") is null && Parameter(line, "filename*") is null ? Parameter(line, "name") : null;
        return null;
    }

    private static string? Parameter(string header, string name)
    {
        for (var at = header.IndexOf(';', StringComparison.Ordinal); at >= 0 && at < header.Length; at = header.IndexOf(';', at))
        {
            at++;
            var equals = header.IndexOf('=', at);
            if (equals < 0)
                return null;
            var isWanted = header.AsSpan(at, equals - at).Trim().Equals(name, StringComparison.OrdinalIgnoreCase);
            var value = ValueAt(header, equals + 1, out at);
            if (isWanted)
                return value;
        }

        return null;
    }

    private static string ValueAt(string header, int from, out int end)
    {
        while (from < header.Length && header[from] == ' ')
            from++;
        if (from < header.Length && header[from] == '"')
        {
            end = header.IndexOf('"', from + 1);
            var quoted = end < 0 ? header[(from + 1)..] : header[(from + 1)..end];
            end = end < 0 ? header.Length : end + 1;
            return quoted;
        }

        end = header.IndexOf(';', from);
        end = end < 0 ? header.Length : end;
        return header[from..end].Trim();
    }
}
