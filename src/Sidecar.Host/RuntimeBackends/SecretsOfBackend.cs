using System.Text.Json;
using System.Text.Json.Nodes;
using Sidecar.Host.Configuration.Hocon;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>What is secret of a definition: an inline key, and the values of all headers, any of which may be a credential. Taken out before anything is stored, put back before it is used.</summary>
internal static class SecretsOfBackend
{
    private const string Key = "api-key";
    private const string Headers = "headers";
    private const string Withheld = "***";

    /// <summary>The secrets as one text, or null when there are none; the definition keeps the names of its headers.</summary>
    public static string? TakeFrom(HoconObject definition)
    {
        var secrets = new JsonObject();
        if (definition.Members.GetValueOrDefault(Key) is HoconScalar { Text: { } key })
            secrets[Key] = key;
        definition.Members.Remove(Key);
        if (definition.Members.GetValueOrDefault(Headers) is HoconObject headers)
        {
            var values = new JsonObject();
            foreach (var (name, value) in headers.Members.ToList())
                if (value is HoconScalar { Text: { } text } scalar)
                {
                    values[name] = text;
                    headers.Members[name] = new HoconScalar(scalar.At, Withheld);
                }
            if (values.Count > 0)
                secrets[Headers] = values;
        }
        return secrets.Count == 0 ? null : secrets.ToJsonString();
    }

    /// <summary>The reverse. A header or key that the definition gives anew is not overwritten.</summary>
    public static void PutInto(HoconObject definition, string secrets)
    {
        using var parsed = JsonDocument.Parse(secrets);
        if (parsed.RootElement.TryGetProperty(Key, out var key))
            definition.Members[Key] = new HoconScalar(definition.At, key.GetString());
        if (parsed.RootElement.TryGetProperty(Headers, out var values) && definition.Members.GetValueOrDefault(Headers) is HoconObject headers)
            foreach (var header in values.EnumerateObject())
                if (headers.Members.GetValueOrDefault(header.Name) is HoconScalar { Text: Withheld } scalar)
                    headers.Members[header.Name] = new HoconScalar(scalar.At, header.Value.GetString());
    }
}
