using Sidecar.Endpoints;

namespace Sidecar.Dashboard;

/// <summary>The dashboard's own pipeline and services, made when somebody first asks for one of its paths: a start has no time for them, and a Sidecar that nobody watches no memory.</summary>
internal sealed class DashboardSite(IServiceProvider server) : IAsyncDisposable
{
    // The pages' own scripts and styles are files of their own, so that nothing inline needs to be allowed.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private readonly Lazy<Site> _site = new(() => new Site(DashboardServices.Make(server)));

    public async Task InvokeAsync(HttpContext context)
    {
        var site = _site.Value;
        await using var scope = site.Services.CreateAsyncScope();
        var services = context.RequestServices;
        context.RequestServices = scope.ServiceProvider;
        try
        {
            await site.Pipeline(context);
        }
        finally
        {
            context.RequestServices = services;
        }
    }

    public ValueTask DisposeAsync() => _site.IsValueCreated ? _site.Value.Services.DisposeAsync() : ValueTask.CompletedTask;

    private sealed class Site(ServiceProvider services)
    {
        public ServiceProvider Services { get; } = services;

        public RequestDelegate Pipeline { get; } = Make(services);
    }

    private static RequestDelegate Make(IServiceProvider services)
    {
        var site = new ApplicationBuilder(services);
        site.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers.CacheControl = "no-store";
            return next(context);
        });
        site.UseRouting();
        site.UseAuthentication();
        site.UseAuthorization();
        site.UseAntiforgery();
        site.UseEndpoints(endpoints =>
        {
            endpoints.MapAssets();
            endpoints.MapSignIn();
            endpoints.MapRazorComponents<Page>().AddInteractiveServerRenderMode(live => live.ContentSecurityFrameAncestorsPolicy = null).RequireAuthorization();
            endpoints.MapFallback(UnknownPath.Answer);
        });
        return site.Build();
    }
}
