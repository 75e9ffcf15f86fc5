using Microsoft.OpenApi;
using Sidecar.Host.Configuration.Schema;

namespace Sidecar.Host.Admin.Describing;

/// <summary>The schemas of the admin API's bodies, derived from the classes that also read the configuration file.</summary>
internal static class DefinitionSchema
{
    public static OpenApiSchema Of(SchemaNode node) => node switch
    {
        SectionSchema section => Section(section),
        NamedSectionsSchema named => WithId(Section(named.Item)),
        NamedValuesSchema =>
            new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String } },
        ListSchema list => new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(list.Item) },
        ScalarSchema scalar => Scalar(Nullable.GetUnderlyingType(scalar.Type) ?? scalar.Type),
        _ => new OpenApiSchema(),
    };

    public static OpenApiSchema OfRest() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "for" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["for"] = Scalar(typeof(TimeSpan)),
            ["model"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "One model; without it the whole backend rests" },
            ["why"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "For the journal" },
        },
    };

    private static OpenApiSchema Section(SectionSchema section) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = section.Keys.ToDictionary(key => key.Name, IOpenApiSchema (key) => Of(key.Node)),
    };

    private static OpenApiSchema WithId(OpenApiSchema section)
    {
        section.Description =
            "As in the configuration file: hocon/sidecar.conf lists every key with its unit and default. A PUT contains only changes.";
        section.Properties =
            new Dictionary<string, IOpenApiSchema>([new("id", new OpenApiSchema { Type = JsonSchemaType.String }), .. section.Properties!]);
        return section;
    }

    private static OpenApiSchema Scalar(Type type)
    {
        if (type == typeof(bool))
            return new OpenApiSchema { Type = JsonSchemaType.Boolean };
        if (type == typeof(int) || type == typeof(long))
            return new OpenApiSchema { Type = JsonSchemaType.Integer };
        if (type == typeof(double) || type == typeof(decimal))
            return new OpenApiSchema { Type = JsonSchemaType.Number };
        if (type.IsEnum)
            return new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. Enum.GetNames(type).Select(System.Text.Json.Nodes.JsonNode (name) => KeyNames.ToKebab(name))]
            };
        return new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = type == typeof(TimeSpan) ? "For example 500ms, 30s, 10m, 1h" : null
        };
    }
}
