using System.Text.Json;
using System.Text.Json.Nodes;
using Sidecar.Host.Configuration.Hocon;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>
/// The secrets of a definition: an inline key, the values of all headers and parameters, any of which may be a credential, and a proxy's
/// password. They are removed before anything is stored, and put back before use.
/// </summary>
internal static class SecretsOfBackend
{
    private const string Key = "api-key";
    private const string Proxy = "proxy";
    private const string Withheld = "***";

    private static readonly string[] Sections = ["headers", "query"];

    // Values that are never secret, so that simple definitions need no master key.
    private static readonly string[] Plain = ["api-version"];

    /// <summary>The secrets as one text, or null if there are none; the definition keeps the names of its headers and
    /// parameters.</summary>
    public static string? TakeFrom(HoconObject definition)
    {
        var secrets = new JsonObject();
        if (definition.Members.GetValueOrDefault(Key) is HoconScalar { Text: { } key })
            secrets[Key] = key;
        definition.Members.Remove(Key);
        if (definition.Members.GetValueOrDefault(Proxy) is HoconScalar { Text: { } proxy } place
            && proxy.Contains('@', StringComparison.Ordinal))
        {
            secrets[Proxy] = proxy;
            definition.Members[Proxy] = new HoconScalar(place.At, Withheld);
        }
        foreach (var name in Sections)
            if (definition.Members.GetValueOrDefault(name) is HoconObject section && TakeValues(section) is { Count: > 0 } values)
                secrets[name] = values;
        return secrets.Count == 0 ? null : secrets.ToJsonString();
    }

    /// <summary>Puts them back. New values in the definition are not overwritten.</summary>
    public static void PutInto(HoconObject definition, string secrets)
    {
        using var parsed = JsonDocument.Parse(secrets);
        if (parsed.RootElement.TryGetProperty(Key, out var key))
            definition.Members[Key] = new HoconScalar(definition.At, key.GetString());
        if (parsed.RootElement.TryGetProperty(Proxy, out var proxy))
            Restore(definition, Proxy, proxy);
        foreach (var name in Sections)
            if (parsed.RootElement.TryGetProperty(name, out var values)
                && definition.Members.GetValueOrDefault(name) is HoconObject section)
                foreach (var value in values.EnumerateObject())
                    Restore(section, value.Name, value.Value);
    }

    private static JsonObject TakeValues(HoconObject section)
    {
        var values = new JsonObject();
        foreach (var (name, value) in section.Members.ToList())
            if (value is HoconScalar { Text: { } text } scalar && !Plain.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                values[name] = text;
                section.Members[name] = new HoconScalar(scalar.At, Withheld);
            }
        return values;
    }

    private static void Restore(HoconObject section, string name, JsonElement value)
    {
        if (section.Members.GetValueOrDefault(name) is HoconScalar { Text: Withheld } scalar)
            section.Members[name] = new HoconScalar(scalar.At, value.GetString());
    }
}
