using System.Text.Json;

namespace Sidecar.Domain.Models;

/// <summary>Reads an upstream's list of models: OpenAI's and Anthropic's <c>{"data":[{"id":…}]}</c>, or a bare array of the same.</summary>
public static class ModelListReader
{
    // A bound, because the upstream chooses the size; the largest known list has some 700 entries of 2 KB.
    private const int MostModels = 5_000;
    private const int LongestId = 256;
    private const int LongestEntry = 16 * 1024;

    /// <summary>Null: the body is not a list of models.</summary>
    public static IReadOnlyList<ListedModel>? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var list = json.RootElement;
            if (list.ValueKind == JsonValueKind.Object && !list.TryGetProperty("data", out list))
                return null;
            return list.ValueKind == JsonValueKind.Array
                ? [.. list.EnumerateArray().Select(Entry).OfType<ListedModel>().Take(MostModels)]
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ListedModel? Entry(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String)
            return null;
        var name = id.GetString()!;
        if (name.Length is 0 or > LongestId)
            return null;
        var text = JsonSerializer.SerializeToUtf8Bytes(entry);
        return new ListedModel(name, text.Length <= LongestEntry ? text : default(ReadOnlyMemory<byte>));
    }
}
