using System.Text.Json;

namespace Sidecar.Domain.Translation;

/// <summary>Collects the parts of a request that cannot be translated; the first is reported.</summary>
internal sealed class Obstacles
{
    public string? First { get; private set; }

    /// <param name="field">Its path, such as <c>messages[2].content[0].type</c>.</param>
    /// <param name="value">Its value, if that is what cannot be translated.</param>
    public void Add(string field, JsonElement value = default) => First ??=
        value.ValueKind == JsonValueKind.String ? $"{field} ({value.GetString()})" : field;

    /// <summary>Adds every member of an object that is not null and whose name is not among those given.</summary>
    public void AddUnknown(JsonElement element, string path, params ReadOnlySpan<string> known)
    {
        if (First is not null)
            return;
        foreach (var property in element.EnumerateObject())
            if (property.Value.ValueKind != JsonValueKind.Null && !known.Contains(property.Name))
                Add(path.Length == 0 ? property.Name : $"{path}.{property.Name}");
    }
}
