using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;
using Sidecar.Configuration.Schema;

namespace Sidecar.Endpoints;

/// <summary>What the admin API looks like, for programs (<c>/openapi/v1.json</c>) and for people (<c>/scalar</c>). Both are open: they hold nothing of this server but its version.</summary>
internal static class Description
{
    private const string Scheme = "admin-token";
    private const string Definition = "Backend";

    public static void AddDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("admin", StringComparison.Ordinal) == true;
        options.AddOperationTransformer(QueryNames.AddTo);
        options.AddDocumentTransformer(Complete);
    });

    public static void MapDescription(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi().AddEndpointFilter(NeverStored);
        // Nothing is loaded from elsewhere: no fonts, no proxy for its requests, no words to its makers.
        routes.MapScalarApiReference("/scalar", scalar => scalar
            .WithTitle("Sidecar")
            .DisableDefaultFonts()
            .AddPreferredSecuritySchemes(Scheme));
    }

    private static async ValueTask<object?> NeverStored(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return await next(context);
    }

    private static Task Complete(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Sidecar's admin API",
            Version = "v1",
            Description = "For the operator. Every path asks for the admin token (Authorization: Bearer). A header x-sidecar-operator says who acts, for the journal.",
        };
        // Where the document was fetched from is where its API is.
        document.Servers = [];
        document.AddComponent(Scheme, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" });
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        document.AddComponent(Definition, DefinitionSchema.Of(OptionsSchema.Sidecar.Find("backends")!.Node));
        foreach (var (path, item) in document.Paths)
            foreach (var (method, operation) in item.Operations ?? [])
                if (path.StartsWith("/admin/backends", StringComparison.Ordinal) && !path.EndsWith("/test", StringComparison.Ordinal) && (method == HttpMethod.Post || method == HttpMethod.Put))
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
