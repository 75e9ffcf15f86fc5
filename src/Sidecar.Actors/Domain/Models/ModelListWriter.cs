using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Sidecar.Domain.Backends;

namespace Sidecar.Domain.Models;

/// <summary>
/// Writes models in the client's dialect. The upstream's description of a model is kept; fields that the dialect requires and it lacks
/// are added.
/// </summary>
public static class ModelListWriter
{
    private const string Owner = "sidecar";

    public static void WriteList(IBufferWriter<byte> to, IReadOnlyList<ListedModel> models, BackendDialect dialect)
    {
        using var json = new Utf8JsonWriter(to);
        json.WriteStartObject();
        if (dialect == BackendDialect.OpenAi)
            json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var model in models)
            WriteEntry(json, model, dialect);
        json.WriteEndArray();
        if (dialect == BackendDialect.Anthropic)
        {
            json.WriteBoolean("has_more", false);
            json.WriteString("first_id", models.Count > 0 ? models[0].Id : null);
            json.WriteString("last_id", models.Count > 0 ? models[^1].Id : null);
        }
        json.WriteEndObject();
    }

    public static void WriteOne(IBufferWriter<byte> to, ListedModel model, BackendDialect dialect)
    {
        using var json = new Utf8JsonWriter(to);
        WriteEntry(json, model, dialect);
    }

    private static void WriteEntry(Utf8JsonWriter json, ListedModel model, BackendDialect dialect)
    {
        using var said = model.Json.IsEmpty ? null : JsonDocument.Parse(model.Json);
        json.WriteStartObject();
        if (dialect == BackendDialect.Anthropic)
            WriteAnthropic(json, model, said?.RootElement);
        else
            WriteOpenAi(json, model, said?.RootElement);
        json.WriteEndObject();
    }

    private static void WriteOpenAi(Utf8JsonWriter json, ListedModel model, JsonElement? said)
    {
        json.WriteString("id", model.Id);
        json.WriteString("object", "model");
        if (Of(said, "created", JsonValueKind.Number) is null)
            json.WriteNumber("created", Created(said).ToUnixTimeSeconds());
        if (Of(said, "owned_by", JsonValueKind.String) is null)
            json.WriteString("owned_by", Owner);
        if (said is not { } element)
            return;
        foreach (var property in element.EnumerateObject())
            if (property.Name switch
            {
                "id" or "object" => false,
                "created" => property.Value.ValueKind == JsonValueKind.Number,
                "owned_by" => property.Value.ValueKind == JsonValueKind.String,
                _ => true,
            })
                property.WriteTo(json);
    }

    private static void WriteAnthropic(Utf8JsonWriter json, ListedModel model, JsonElement? said)
    {
        json.WriteString("type", "model");
        json.WriteString("id", model.Id);
        var shown = Of(said, "display_name", JsonValueKind.String) ?? Of(said, "name", JsonValueKind.String);
        json.WriteString("display_name", shown?.GetString() ?? model.Id);
        json.WriteString("created_at", Created(said).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    // The epoch if no upstream says: both dialects require an instant.
    private static DateTimeOffset Created(JsonElement? said)
    {
        if (Of(said, "created_at", JsonValueKind.String)?.TryGetDateTimeOffset(out var at) == true)
            return at;
        return Of(said, "created", JsonValueKind.Number)?.TryGetInt64(out var seconds) == true && seconds is >= 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.UnixEpoch;
    }

    private static JsonElement? Of(JsonElement? said, string name, JsonValueKind kind) =>
        said is { } element && element.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;
}
