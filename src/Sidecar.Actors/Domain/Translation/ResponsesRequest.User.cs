using System.Text.Json;

namespace Sidecar.Domain.Translation;

internal sealed partial class ResponsesRequest
{
    private void WriteUser(JsonElement parts, string path)
    {
        var isList = false;
        foreach (var part in parts.EnumerateArray())
            isList |= !IsText(part, out _);
        WriteRole("user"u8);
        _parts.Begin(isList);
        var i = 0;
        foreach (var part in parts.EnumerateArray())
            AddPart(part, $"{path}.content[{i++}]");
        _parts.End();
        json.WriteEndObject();
    }

    private void AddPart(JsonElement part, string path)
    {
        if (IsText(part, out var text))
            _parts.AddText(text);
        else if (part.Is("type", "input_image"u8) && part.IsText("image_url", out var url))
            _parts.AddImage(url, part.IsText("detail", out var detail) ? detail : default);
        else if (part.Is("type", "input_image"u8))
            obstacles.Add(path + (part.TryGet("file_id", out _) ? ".file_id" : ".image_url"));
        else if (part.Is("type", "input_file"u8) && part.IsText("file_data", out var data))
            _parts.AddFile(part.IsText("filename", out var name) ? name.GetString()! : "file", data);
        else if (part.Is("type", "input_file"u8))
            obstacles.Add(path + (part.TryGet("file_url", out _) ? ".file_url" : ".file_id"));
        else
            AddObstacle(part, path);
    }

    // In chat, a tool's result is text; other content in it is sent as the user's right after.
    private void WriteOutput(JsonElement item, string path)
    {
        obstacles.AddUnknown(item, path, "type", "id", "call_id", "output", "status", "name");
        WriteRole("tool"u8);
        Copy(item, "call_id", "tool_call_id"u8);
        _text.Clear();
        var shown = false;
        if (item.IsText("output", out var whole))
            _text.Add(whole.RawText());
        else if (item.IsList("output", out var parts))
            foreach (var part in parts.EnumerateArray())
                if (IsText(part, out var text))
                    _text.AddParagraph(text);
                else
                    shown = true;
        else
            obstacles.Add(path + ".output");
        json.WritePropertyName("content"u8);
        _text.WriteTo(json);
        json.WriteEndObject();
        if (shown)
            _shown.Add((item, path));
    }

    // After the last result: nothing else may come between results.
    private void ShowAll()
    {
        foreach (var (item, path) in _shown)
            Show(item, path);
        _shown.Clear();
    }

    private void Show(JsonElement item, string path)
    {
        WriteRole("user"u8);
        _parts.Begin(isList: true);
        _parts.AddText($"Of the result of {(item.IsText("call_id", out var id) ? id.GetString() : "the tool")}:");
        var i = 0;
        foreach (var part in item.GetProperty("output").EnumerateArray())
        {
            if (!IsText(part, out _))
                AddPart(part, $"{path}.output[{i}]");
            i++;
        }
        _parts.End();
        json.WriteEndObject();
    }
}
