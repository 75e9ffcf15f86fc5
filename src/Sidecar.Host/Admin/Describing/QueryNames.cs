using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Sidecar.Host.Admin.Describing;

/// <summary>The names of an endpoint's query parameters, for the description: endpoints read their queries themselves, so that they can
/// report every fault by name.</summary>
internal sealed record QueryNames(IReadOnlyList<string> Names)
{
    public static Task AddTo(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        foreach (var name in context.Description.ActionDescriptor.EndpointMetadata.OfType<QueryNames>().SelectMany(query => query.Names))
            (operation.Parameters ??= [])
                .Add(new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Query,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String }
                });
        return Task.CompletedTask;
    }
}

internal static class QueryNamesExtensions
{
    public static void WithQuery(this RouteHandlerBuilder endpoint, params IReadOnlyList<string> names) =>
        endpoint.WithMetadata(new QueryNames(names));
}
