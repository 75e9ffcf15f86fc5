using System.Diagnostics;
using Scalar.AspNetCore;
using Sidecar.Host.Hosting;
using Sidecar.Host.Proxy;

namespace Sidecar.Host.Admin.Describing;

/// <summary>What the admin API looks like, for programs (<c>/openapi/v1.json</c>) and for people (<c>/scalar</c>). Both are open: they hold
/// nothing of this server but its version.</summary>
/// <remarks>Services and pipeline of its own, made when somebody first asks: among the server's they would cost every start 3 MB.</remarks>
/// <param name="server">Whose endpoints are described.</param>
/// <param name="registered">The server's services.</param>
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
        // What a handler is handed is told from what it reads by being a service here; nobody asks for one.
        foreach (var type in registered.Select(service => service.ServiceType)
            .Where(type => type == typeof(TimeProvider) || type.Namespace?.StartsWith(nameof(Sidecar), StringComparison.Ordinal) == true))
            services.AddTransient(type, _ => server.GetRequiredService(type));
        services.AddLogging();
        services.AddRouting();
        // Routing registers its own; those that are described are the server's.
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
            // Nothing is loaded from elsewhere: no fonts, no proxy for its requests, no words to its makers.
            endpoints.MapScalarApiReference("/scalar", scalar => scalar
                .WithTitle("Sidecar")
                .DisableDefaultFonts()
                .AddPreferredSecuritySchemes(AdminDocument.Scheme));
            endpoints.MapFallback(UnknownPath.Answer);
        });
        return site.Build();
    }
}
