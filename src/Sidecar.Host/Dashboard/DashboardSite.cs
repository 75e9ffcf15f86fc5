using Microsoft.AspNetCore.Http.Features;
using Sidecar.Host.Admin;
using Sidecar.Host.Hosting;
using Sidecar.Host.Proxy;

namespace Sidecar.Host.Dashboard;

/// <summary>The dashboard's own pipeline and services, made when somebody first asks for one of its paths.</summary>
internal sealed class DashboardSite(IServiceProvider server) : IAsyncDisposable
{
    // The pages' own scripts and styles are files of their own, so that nothing inline needs to be allowed.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri "
        + "'self'; form-action 'self'; frame-ancestors 'none'";

    private const long LargestForm = 64 * 1024;

    private readonly LateSite _site = new(() => DashboardServices.Make(server), Make);

    public Task InvokeAsync(HttpContext context) => _site.InvokeAsync(context);

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private static RequestDelegate Make(IServiceProvider services)
    {
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var site = new ApplicationBuilder(services);
        site.Use((context, next) =>
        {
            // The sockets of open pages are closed as the server stops. A page tries again at once, and the whole drain would be waited for
            // it.
            if (!stopping.IsCancellationRequested || !DashboardPaths.IsSocket(context.Request.Path))
                return next(context);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });
        site.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            // Not "no-referrer": with that the browser says of the pages' own forms that they have no origin.
            headers["Referrer-Policy"] = "same-origin";
            // Both words: to a page with a form, which must not be cached, antiforgery adds the missing one with a warning in the log.
            headers.CacheControl = "no-cache, no-store";
            // The proxy's bodies are bounded by the proxy. Sockets have messages of their own, with a bound of their own.
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
                limit.MaxRequestBodySize = LargestForm;
            return next(context);
        });
        site.Use(StaleForm.ExplainAsync);
        site.UseRouting();
        site.UseAuthentication();
        var sessions = services.GetRequiredService<OperatorSessions>();
        site.Use(async (context, next) =>
        {
            if (!DashboardPaths.IsSocket(context.Request.Path) || context.User.Identity?.IsAuthenticated != true)
            {
                await next(context);
                return;
            }
            await using var ending = sessions.EndOf(context.User).UnsafeRegister(static c => ((HttpContext)c!).Abort(), context);
            await next(context);
        });
        site.UseAuthorization();
        site.UseAntiforgery();
        site.UseEndpoints(endpoints =>
        {
            endpoints.MapAssets();
            endpoints.MapSignIn();
            endpoints.MapRazorComponents<Page>().AddInteractiveServerRenderMode(live => live.ContentSecurityFrameAncestorsPolicy = null)
                .RequireAuthorization();
            endpoints.MapFallback(UnknownPath.Answer);
        });
        return site.Build();
    }
}
