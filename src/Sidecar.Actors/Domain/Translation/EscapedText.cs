using System.Buffers;
using System.Text.Json;

namespace Sidecar.Domain.Translation;

/// <summary>Builds one JSON text from others, whose escapes stay as they are.</summary>
internal sealed class EscapedText
{
    private readonly ArrayBufferWriter<byte> _bytes = new(256);

    public EscapedText() => Clear();

    public bool IsEmpty => _bytes.WrittenCount == 1;

    public void Clear()
    {
        _bytes.ResetWrittenCount();
        _bytes.Write("\""u8);
    }

    /// <summary>Adds the content between a text's quotes.</summary>
    public EscapedText Add(ReadOnlySpan<byte> escaped)
    {
        _bytes.Write(escaped);
        return this;
    }

    /// <summary>Adds a text as a paragraph of its own; an empty one is ignored.</summary>
    public void AddParagraph(JsonElement text)
    {
        var escaped = text.RawText();
        if (escaped.IsEmpty)
            return;
        if (!IsEmpty)
            _bytes.Write("\\n\\n"u8);
        _bytes.Write(escaped);
    }

    public void WriteTo(Utf8JsonWriter json)
    {
        _bytes.Write("\""u8);
        json.WriteRawValue(_bytes.WrittenSpan, skipInputValidation: true);
        Clear();
    }
}
