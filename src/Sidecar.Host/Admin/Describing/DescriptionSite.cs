using System.Diagnostics;
using Scalar.AspNetCore;
using Sidecar.Host.Hosting;
using Sidecar.Host.Proxy;

namespace Sidecar.Host.Admin.Describing;

/// <summary>Describes the admin API for programs (<c>/openapi/v1.json</c>) and for people (<c>/scalar</c>). Both are public: they reveal
/// nothing about this server but its version.</summary>
/// <remarks>It has its own services and pipeline, created on the first request: as part of the server's they would cost every start 3
/// MB.</remarks>
/// <param name="server">The services of the server whose endpoints are described.</param>
/// <param name="registered">The registrations of these services.</param>
internal sealed class DescriptionSite(IServiceProvider server, IServiceCollection registered) : IAsyncDisposable
{
    private static readonly Type[] OfTheServer =
    [
        typeof(IConfiguration), typeof(IWebHostEnvironment), typeof(IHostEnvironment), typeof(IHostApplicationLifetime),
        typeof(ILoggerFactory), typeof(DiagnosticListener), typeof(DiagnosticSource),
    ];

    private static readonly PathString[] Roots = ["/openapi", "/scalar"];

    private readonly LateSite _site = new(() => Services(server, registered), Pipeline);

    public static bool Contains(PathString path) => Roots.Any(root => path.StartsWithSegments(root, StringComparison.Ordinal));

    public Task InvokeAsync(HttpContext context) => _site.InvokeAsync(context);

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private static ServiceProvider Services(IServiceProvider server, IServiceCollection registered)
    {
        var services = new ServiceCollection();
        services.AddOfServer(server, OfTheServer);
        // A handler's parameter counts as a service, not as part of the body, if its type is registered here; none is ever resolved.
        foreach (var type in registered.Select(service => service.ServiceType)
            .Where(type => type == typeof(TimeProvider) || type.Namespace?.StartsWith(nameof(Sidecar), StringComparison.Ordinal) == true))
            services.AddTransient(type, _ => server.GetRequiredService(type));
        services.AddLogging();
        services.AddRouting();
        // Routing registers an endpoint source of its own; the server's is the one to describe.
        services.AddOfServer(server, typeof(EndpointDataSource));
        services.AddOpenApi("v1", options =>
        {
            options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("admin", StringComparison.Ordinal) == true;
            options.AddOperationTransformer(QueryNames.AddTo);
            options.AddDocumentTransformer(AdminDocument.Complete);
        });
        return services.BuildServiceProvider();
    }

    private static RequestDelegate Pipeline(IServiceProvider services)
    {
        var site = new ApplicationBuilder(services);
        site.Use((context, next) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return next(context);
        });
        site.UseRouting();
        site.UseEndpoints(endpoints =>
        {
            endpoints.MapOpenApi();
            // Nothing is loaded from elsewhere: no fonts, no proxy for its requests, no telemetry.
            endpoints.MapScalarApiReference("/scalar", scalar => scalar
                .WithTitle("Sidecar")
                .DisableDefaultFonts()
                .AddPreferredSecuritySchemes(AdminDocument.Scheme));
            endpoints.MapFallback(UnknownPath.Answer);
        });
        return site.Build();
    }
}
