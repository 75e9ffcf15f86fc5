using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sidecar.Host.Configuration.Hocon;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>Converts definitions between JSON and the tree of configuration files. Only JSON, because HOCON's references would let a body
/// read the environment.</summary>
internal static class DefinitionText
{
    /// <summary>Numbers and booleans become text as written; the schema decides what they must be.</summary>
    public static HoconNode FromJson(JsonElement json, SourcePosition at)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                var section = new HoconObject(at) { IsBlock = true };
                foreach (var property in json.EnumerateObject())
                    section.Members[property.Name] = FromJson(property.Value, at);
                return section;
            case JsonValueKind.Array:
                var list = new HoconArray(at);
                list.Items.AddRange(json.EnumerateArray().Select(item => FromJson(item, at)));
                return list;
            case JsonValueKind.String:
                return new HoconScalar(at, json.GetString());
            case JsonValueKind.Null:
                return new HoconScalar(at, null);
            default:
                return new HoconScalar(at, json.GetRawText());
        }
    }

    public static string ToJson(HoconObject definition) => NodeOf(definition)!.ToJsonString();

    private static JsonNode? NodeOf(HoconNode node) => node switch
    {
        HoconObject section =>
            new JsonObject(
            section.Members.Where(m => m.Value is not HoconScalar { Text: null }).Select(m => KeyValuePair.Create(m.Key, NodeOf(m.Value)))),
        HoconArray list => new JsonArray([.. list.Items.Select(NodeOf)]),
        HoconScalar { Text: "true" } => true,
        HoconScalar { Text: "false" } => false,
        HoconScalar { Text: { } text } when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number.ToString(CultureInfo.InvariantCulture) == text => number,
        HoconScalar scalar => scalar.Text,
        _ => null,
    };
}
