using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sidecar.Domain.Translation;

/// <summary>Reads members of a request; null counts as absent, as in both APIs.</summary>
internal static class JsonReading
{
    public static bool TryGet(this JsonElement element, string name, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value)
            && value.ValueKind != JsonValueKind.Null;
    }

    public static bool IsText(this JsonElement element, string name, out JsonElement text) =>
        element.TryGet(name, out text) && text.ValueKind == JsonValueKind.String;

    public static bool Is(this JsonElement element, string name, ReadOnlySpan<byte> text) =>
        element.IsText(name, out var value) && value.ValueEquals(text);

    public static bool IsTrue(this JsonElement element, string name) =>
        element.TryGet(name, out var value) && value.ValueKind == JsonValueKind.True;

    public static bool IsList(this JsonElement element, string name, out JsonElement list) =>
        element.TryGet(name, out list) && list.ValueKind == JsonValueKind.Array;

    /// <summary>The value's raw bytes.</summary>
    public static ReadOnlySpan<byte> Raw(this JsonElement element) => JsonMarshal.GetRawUtf8Value(element);

    /// <summary>The content between a text's quotes, still escaped.</summary>
    public static ReadOnlySpan<byte> RawText(this JsonElement text) => JsonMarshal.GetRawUtf8Value(text)[1..^1];

    /// <summary>Writes a member with another element's raw value.</summary>
    public static void Copy(this Utf8JsonWriter json, ReadOnlySpan<byte> name, JsonElement value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value.Raw(), skipInputValidation: true);
    }
}
