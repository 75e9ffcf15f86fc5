using Microsoft.AspNetCore.Http.Features;
using Sidecar.Host.Admin;
using Sidecar.Host.Hosting;
using Sidecar.Host.Proxy;

namespace Sidecar.Host.Dashboard;

/// <summary>The dashboard's own pipeline and services, created on the first request to one of its paths.</summary>
internal sealed class DashboardSite(IServiceProvider server) : IAsyncDisposable
{
    // The pages' scripts and styles are separate files, so that nothing inline has to be allowed.
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
            // When the server stops, it closes the sockets of open pages. A page reconnects at once, and the drain would wait for that
            // connection to the end.
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
            // Not "no-referrer": with that, the browser would send the pages' own forms without an origin.
            headers["Referrer-Policy"] = "same-origin";
            // Both values are needed: to a page with a form, antiforgery would add the missing one and log a warning.
            headers.CacheControl = "no-cache, no-store";
            // The proxy limits its bodies itself. Sockets have messages, with a limit of their own.
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
            endpoints.MapUsageDownload();
            endpoints.MapRazorComponents<Page>().AddInteractiveServerRenderMode(live => live.ContentSecurityFrameAncestorsPolicy = null)
                .RequireAuthorization();
            endpoints.MapFallback(UnknownPath.Answer);
        });
        return site.Build();
    }
}
