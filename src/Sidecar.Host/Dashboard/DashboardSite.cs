using Sidecar.Endpoints;
using Sidecar.Wiring;

namespace Sidecar.Dashboard;

/// <summary>The dashboard's own pipeline and services, made when somebody first asks for one of its paths.</summary>
internal sealed class DashboardSite(IServiceProvider server) : IAsyncDisposable
{
    // The pages' own scripts and styles are files of their own, so that nothing inline needs to be allowed.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private readonly LateSite _site = new(() => DashboardServices.Make(server), Make);

    public Task InvokeAsync(HttpContext context) => _site.InvokeAsync(context);

    public ValueTask DisposeAsync() => _site.DisposeAsync();

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
