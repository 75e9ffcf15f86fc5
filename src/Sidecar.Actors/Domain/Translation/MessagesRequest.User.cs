using System.Text.Json;

namespace Sidecar.Domain.Translation;

// A user's message holds tool results and the user's own words. In chat each result is a message of its own, and only text: pictures in
// it are sent as the user's right after.
internal sealed partial class MessagesRequest
{
    private void WriteUser(JsonElement content, string path)
    {
        if (content.ValueKind == JsonValueKind.String)
        {
            WriteRole("user"u8);
            json.Copy("content"u8, content);
            json.WriteEndObject();
            return;
        }
        var (i, said, shown) = (0, false, false);
        foreach (var block in Blocks(content, path))
        {
            var isResult = block.Is("type", "tool_result"u8);
            if (isResult)
                WriteResult(block, $"{path}.content[{i}]");
            said |= !isResult;
            shown |= isResult ? HoldsMore(block) : !block.Is("type", "text"u8);
            i++;
        }
        if (!said && !shown)
            return;
        WriteRole("user"u8);
        _parts.Begin(isList: shown);
        i = 0;
        foreach (var block in content.EnumerateArray())
            AddUserBlock(block, $"{path}.content[{i++}]");
        _parts.End();
        json.WriteEndObject();
    }

    private void AddUserBlock(JsonElement block, string path)
    {
        if (block.Is("type", "tool_result"u8))
            AddShown(block, path);
        else if (block.Is("type", "text"u8) && block.IsText("text", out var text))
            _parts.AddText(text);
        else if (block.Is("type", "image"u8) && block.TryGet("source", out var source))
            AddImage(source, path + ".source");
        else if (block.Is("type", "document"u8) && block.TryGet("source", out var document))
            AddDocument(block, document, path);
        else
            AddObstacle(block, path);
    }

    private void WriteResult(JsonElement block, string path)
    {
        obstacles.AddUnknown(block, path, "type", "tool_use_id", "content", "is_error", "cache_control");
        WriteRole("tool"u8);
        CopyOf(block, "tool_use_id", "tool_call_id"u8);
        _text.Clear();
        // Chat can express this only as text.
        if (block.IsTrue("is_error"))
            _text.Add("Error: "u8);
        if (block.TryGet("content", out var content))
        {
            if (content.ValueKind == JsonValueKind.String)
                _text.Add(content.RawText());
            else
                AddTexts(Blocks(content, path));
        }
        json.WritePropertyName("content"u8);
        _text.WriteTo(json);
        json.WriteEndObject();
    }

    private void AddTexts(JsonElement.ArrayEnumerator parts)
    {
        var isFirst = true;
        foreach (var part in parts)
        {
            if (!part.Is("type", "text"u8) || !part.IsText("text", out var text))
                continue;
            if (isFirst)
                _text.Add(text.RawText());
            else
                _text.AddParagraph(text);
            isFirst = false;
        }
    }

    private static bool HoldsMore(JsonElement result)
    {
        if (!result.IsList("content", out var parts))
            return false;
        foreach (var part in parts.EnumerateArray())
            if (!part.Is("type", "text"u8))
                return true;
        return false;
    }

    private void AddShown(JsonElement result, string path)
    {
        if (!result.IsList("content", out var parts))
            return;
        var i = 0;
        foreach (var part in parts.EnumerateArray())
        {
            if (!part.Is("type", "text"u8))
            {
                _parts.AddText($"Of the result of {(result.IsText("tool_use_id", out var id) ? id.GetString() : "the tool")}:");
                AddUserBlock(part, $"{path}.content[{i}]");
            }
            i++;
        }
    }

    private void AddImage(JsonElement source, string path)
    {
        if (source.Is("type", "base64"u8) && source.IsText("media_type", out var type) && source.IsText("data", out var data))
            _parts.AddImage(type, data, _text);
        else if (source.Is("type", "url"u8) && source.IsText("url", out var url))
            _parts.AddImage(url);
        else
            AddObstacle(source, path);
    }

    private void AddDocument(JsonElement block, JsonElement source, string path)
    {
        if (block.TryGet("citations", out var citations) && citations.IsTrue("enabled"))
            obstacles.Add(path + ".citations");
        var name = block.IsText("title", out var title) ? title.GetString()! : "document.pdf";
        if (source.Is("type", "text"u8) && source.IsText("data", out var text))
            _parts.AddText(text);
        else if (source.Is("type", "base64"u8) && source.IsText("media_type", out var type) && source.IsText("data", out var data))
            _parts.AddFile(name, type, data, _text);
        else
            AddObstacle(source, path + ".source");
    }
}
