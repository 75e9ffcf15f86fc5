using Sidecar.Host.Storage;
using Sidecar.Ledger;

namespace Sidecar.Host.Admin.Live;

/// <summary>An endless answer: server-sent events until the subscriber leaves or the server stops.</summary>
internal sealed class LiveEvents(LiveQuery query) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var subscribers = httpContext.RequestServices.GetRequiredService<LiveSubscribers>();
        if (!subscribers.TryEnter())
        {
            await TooMany.ExecuteAsync(httpContext);
            return;
        }
        try
        {
            await FollowAsync(httpContext, httpContext.RequestServices);
        }
        finally
        {
            subscribers.Leave();
        }
    }

    private async Task FollowAsync(HttpContext context, IServiceProvider services)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var log = services.GetRequiredService<ILogger<LiveEvents>>();
        // Ends when draining begins: draining is for requests, and a subscriber finds everything in the journal when it reconnects.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        var headers = context.Response.Headers;
        headers.ContentType = "text/event-stream";
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        // For nginx, which would otherwise buffer the events.
        headers["X-Accel-Buffering"] = "no";
        using var client = new LiveClient(context.Response.BodyWriter, time);
        using var follower = new LiveFollower(query, client, services.GetRequiredService<AuditReader>(), time, log);
        await follower.RunAsync(services.GetRequiredService<LiveSignals>(), ended.Token);
        if (!follower.GaveUp)
            return;
        LiveLog.Dropped(log, LiveClient.Patience);
        context.Abort();
    }

    private static IResult TooMany => AdminError.Refuse(StatusCodes.Status503ServiceUnavailable, new(
        $"{LiveSubscribers.Most} subscribers follow the live events already; close one of them, or read GET /admin/audit instead.",
            "service_unavailable", "too_many_subscribers", null));
}
