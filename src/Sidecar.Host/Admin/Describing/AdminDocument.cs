using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Sidecar.Host.Configuration.Schema;

namespace Sidecar.Host.Admin.Describing;

/// <summary>The admin API as an OpenAPI document.</summary>
internal static class AdminDocument
{
    public const string Scheme = "admin-token";

    private const string Definition = "Backend";

    public static Task Complete(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Sidecar's admin API",
            Version = "v1",
            Description = "For the operator. Every path requires the admin token (Authorization: Bearer). A header x-sidecar-operator "
                + "says who acts, for the journal.",
        };
        // Without servers, the API is where the document came from.
        document.Servers = [];
        document.AddComponent(Scheme, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" });
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        document.AddComponent(Definition, DefinitionSchema.Of(OptionsSchema.Sidecar.Find("backends")!.Node));
        foreach (var (path, item) in document.Paths)
            foreach (var (method, operation) in item.Operations ?? [])
                if (path.StartsWith("/admin/backends", StringComparison.Ordinal) && !path.EndsWith("/test", StringComparison.Ordinal)
                    && (method == HttpMethod.Post || method == HttpMethod.Put))
                    operation.RequestBody = path.EndsWith("/cooldown", StringComparison.Ordinal)
                        ? Body(DefinitionSchema.OfRest())
                        : Body(new OpenApiSchemaReference(Definition, document));
        return Task.CompletedTask;
    }

    private static OpenApiRequestBody Body(IOpenApiSchema schema) => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new OpenApiMediaType { Schema = schema } },
    };
}
