using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sidecar.Domain.Definitions;
using static Sidecar.Domain.Definitions.DefinitionEvents;

namespace Sidecar.Journal;

/// <summary>Converts definition events to stored bytes and back: a JSON object with <c>at</c>, <c>by</c>, <c>id</c>, <c>why</c> if a
/// reason was given, and the event's other fields.</summary>
public static class DefinitionEventCodec
{
    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string SealedField = "sealed";
    private const string At = "at";
    private const string By = "by";
    private const string Id = "id";
    private const string Why = "why";
    private const string Definition = "definition";
    private const string Enabled = "enabled";

    public static (string Manifest, byte[] Bytes) Write(IDefinitionEvent happened)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Legible))
        {
            json.WriteStartObject();
            // As in every event: seven digits, UTC.
            json.WriteString(At, happened.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString(By, happened.By);
            json.WriteString(Id, happened.Id);
            if (happened.Why is { } reason)
                json.WriteString(Why, reason);
            WriteRest(json, happened);
            json.WriteEndObject();
        }
        return (DefinitionEventManifests.Of(happened), bytes.ToArray());
    }

    /// <summary>Throws <see cref="InvalidDataException"/>, naming the manifest, if that is unknown or the bytes are not that
    /// event.</summary>
    public static IDefinitionEvent Read(string manifest, ReadOnlySpan<byte> bytes)
    {
        try
        {
            var fields = (JsonNode.Parse(bytes) ?? throw new InvalidDataException("not a JSON object")).AsObject();
            var (at, by, id) =
                (Need(fields, At).GetValue<DateTimeOffset>(), Need(fields, By).GetValue<string>(), Need(fields, Id).GetValue<string>());
            var why = fields[Why]?.GetValue<string>();
            return manifest switch
            {
                DefinitionEventManifests.BackendAdded => new V1.BackendAdded(at, by, BackendOf(id, fields), why),
                DefinitionEventManifests.BackendChanged => new V1.BackendChanged(at, by, BackendOf(id, fields), why),
                DefinitionEventManifests.BackendRemoved => new V1.BackendRemoved(at, by, id, why),
                DefinitionEventManifests.BackendSwitched => new V1.BackendSwitched(at, by, id, fields[Enabled]?.GetValue<bool>(), why),
                DefinitionEventManifests.SecretsResealed =>
                    new V1.SecretsResealed(at, by, id, Need(fields, SealedField).GetValue<string>()),
                _ => throw new InvalidDataException("this version of Sidecar does not know the manifest"),
            };
        }
        catch (Exception fault) when (fault is InvalidDataException or JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"The stored event '{manifest}' cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>The stored bytes in a form that may be shown: secrets are removed, even in encrypted form. Unreadable bytes give an empty
    /// result.</summary>
    public static byte[] Shown(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (JsonNode.Parse(bytes) is not JsonObject fields)
                return [];
            if (fields.ContainsKey(SealedField))
                fields[SealedField] = "***";
            return JsonSerializer.SerializeToUtf8Bytes(fields);
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static void WriteRest(Utf8JsonWriter json, IDefinitionEvent happened)
    {
        switch (happened)
        {
            case V1.BackendAdded e:
                WriteBackend(json, e.Backend);
                break;
            case V1.BackendChanged e:
                WriteBackend(json, e.Backend);
                break;
            case V1.BackendSwitched { Enabled: { } enabled }:
                json.WriteBoolean(Enabled, enabled);
                break;
            case V1.SecretsResealed e:
                json.WriteString(SealedField, e.Sealed);
                break;
        }
    }

    private static void WriteBackend(Utf8JsonWriter json, StoredBackend backend)
    {
        json.WritePropertyName(Definition);
        json.WriteRawValue(backend.Definition);
        if (backend.Sealed is { } secrets)
            json.WriteString(SealedField, secrets);
    }

    private static StoredBackend BackendOf(string id, JsonObject fields) =>
        new(id, Need(fields, Definition).AsObject().ToJsonString(), fields[SealedField]?.GetValue<string>());

    private static JsonNode Need(JsonObject fields, string name) =>
        fields[name] ?? throw new InvalidDataException($"the field '{name}' is missing");
}
