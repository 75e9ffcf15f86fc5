using System.Text.Json;

namespace Sidecar.Domain.Translation;

/// <summary>Writes the content of a chat message: a plain text if there is nothing else, which every server accepts, otherwise a list of
/// parts.</summary>
internal sealed class ChatParts(Utf8JsonWriter json)
{
    private readonly EscapedText _text = new();
    private bool _isList;

    /// <summary>Chooses the form for the next message.</summary>
    public void Begin(bool isList)
    {
        _isList = isList;
        _text.Clear();
        json.WritePropertyName("content"u8);
        if (isList)
            json.WriteStartArray();
    }

    public void AddText(JsonElement text)
    {
        if (!_isList)
            _text.AddParagraph(text);
        else if (!text.RawText().IsEmpty)
            WritePart("text"u8, "text"u8, text.Raw());
    }

    public void AddText(string text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }

    public void AddImage(JsonElement url, JsonElement detail = default)
    {
        BeginPart("image_url"u8);
        json.Copy("url"u8, url);
        if (detail.ValueKind == JsonValueKind.String)
            json.Copy("detail"u8, detail);
        EndPart();
    }

    public void AddImage(JsonElement mediaType, JsonElement base64, EscapedText room)
    {
        BeginPart("image_url"u8);
        json.WritePropertyName("url"u8);
        WriteDataUrl(mediaType, base64, room);
        EndPart();
    }

    public void AddFile(string name, JsonElement mediaType, JsonElement base64, EscapedText room)
    {
        BeginPart("file"u8);
        json.WriteString("filename"u8, name);
        json.WritePropertyName("file_data"u8);
        WriteDataUrl(mediaType, base64, room);
        EndPart();
    }

    public void AddFile(string name, JsonElement dataUrl)
    {
        BeginPart("file"u8);
        json.WriteString("filename"u8, name);
        json.Copy("file_data"u8, dataUrl);
        EndPart();
    }

    public void End()
    {
        if (_isList)
            json.WriteEndArray();
        else
            _text.WriteTo(json);
    }

    private void WriteDataUrl(JsonElement mediaType, JsonElement base64, EscapedText room)
    {
        room.Clear();
        room.Add("data:"u8).Add(mediaType.RawText()).Add(";base64,"u8).Add(base64.RawText()).WriteTo(json);
    }

    private void WritePart(ReadOnlySpan<byte> type, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WritePropertyName(name);
        json.WriteRawValue(value, skipInputValidation: true);
        json.WriteEndObject();
    }

    private void BeginPart(ReadOnlySpan<byte> type)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteStartObject(type);
    }

    private void EndPart()
    {
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
