using System.Text.Json;

namespace Sidecar.Domain.Translation;

/// <summary>Collects what of a request cannot be carried over; the first is told.</summary>
internal sealed class Obstacles
{
    public string? First { get; private set; }

    /// <param name="field">Where it stands, as <c>messages[2].content[0].type</c>.</param>
    /// <param name="value">Its value where that is what cannot be carried.</param>
    public void Add(string field, JsonElement value = default) => First ??=
        value.ValueKind == JsonValueKind.String ? $"{field} ({value.GetString()})" : field;

    /// <summary>Whatever stands in an object under a name that is not among those given, and is not null.</summary>
    public void AddUnknown(JsonElement element, string path, params ReadOnlySpan<string> known)
    {
        if (First is not null)
            return;
        foreach (var property in element.EnumerateObject())
            if (property.Value.ValueKind != JsonValueKind.Null && !known.Contains(property.Name))
                Add(path.Length == 0 ? property.Name : $"{path}.{property.Name}");
    }
}
