namespace Sidecar.Host.Dashboard;

/// <summary>The page shown for an outdated form: its page was loaded before a sign-out or a restart, or the action is no longer
/// offered.</summary>
internal static class StaleForm
{
    private const string Page =
        """
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8" /><title>Out of date · Sidecar</title><base href="/" />
        <link rel="stylesheet" href="dashboard/dashboard.css" /></head>
        <body><main id="main"><h1>That page was out of date</h1>
        <p role="alert">Nothing was done. Somebody else may have acted, you may have signed out, or Sidecar was restarted.
        <a href="">Back to the overview</a></p></main></body>
        </html>
        """;

    /// <summary>Adds this page as the body of a bare 400 for a form.</summary>
    public static async Task ExplainAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (!HttpMethods.IsPost(context.Request.Method) || context.Response.StatusCode != StatusCodes.Status400BadRequest
            || context.Response.HasStarted || DashboardPaths.IsSocket(context.Request.Path))
            return;
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(Page);
    }
}
