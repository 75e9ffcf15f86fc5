using System.Globalization;

namespace Sidecar.Host.Demo;

/// <summary>All simulated upstreams on one loopback port, each under its own path.</summary>
internal sealed class SimulatedServer : IAsyncDisposable
{
    private const int Events = 12;
    private static readonly TimeSpan BetweenEvents = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Thinking = TimeSpan.FromMilliseconds(150);

    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly long _began;

    private SimulatedServer(WebApplication app, TimeProvider time) => (_app, _time, _began) = (app, time, time.GetTimestamp());

    public static async Task<SimulatedServer> StartAsync(
        IReadOnlyList<SimulatedBackend> backends, TimeProvider time, CancellationToken stop)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new SimulatedServer(builder.Build(), time);
        foreach (var (i, backend) in backends.Index())
        {
            var decisions = new SimulatedDecisions(backend, seed: i);
            server._app.MapPost($"/{backend.Id}/v1/chat/completions", context => server.AnswerAsync(context, decisions));
        }
        await server._app.StartAsync(stop);
        return server;
    }

    public string BaseUrlOf(SimulatedBackend backend) => $"{_app.Urls.First()}/{backend.Id}/v1";

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, SimulatedDecisions decisions)
    {
        using var body = await System.Text.Json.JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var isStream = body.RootElement.TryGetProperty("stream", out var stream) && stream.ValueKind == System.Text.Json.JsonValueKind.True;
        var (reply, retryAfter) = decisions.Decide(_time.GetElapsedTime(_began), isStream);
        try
        {
            switch (reply)
            {
                case SimulatedReply.Throttle:
                    context.Response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                    await RefuseAsync(context, StatusCodes.Status429TooManyRequests, "rate limit reached");
                    break;
                case SimulatedReply.Fail:
                    await RefuseAsync(context, StatusCodes.Status500InternalServerError, "out of order");
                    break;
                case SimulatedReply.RefuseKey:
                    await RefuseAsync(context, StatusCodes.Status401Unauthorized, "this key was revoked");
                    break;
                default:
                    await Task.Delay(Thinking, _time, context.RequestAborted);
                    await (isStream ? StreamAsync(context, reply) : WholeAsync(context));
                    break;
            }
        }
        catch (OperationCanceledException)
        {
            // Sidecar has closed the connection.
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(
            $$$"""{"error":{"message":"simulated: {{{message}}}","type":"simulated"}}""", context.RequestAborted);
    }

    private static Task WholeAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(
            """
            {"id":"simulated","object":"chat.completion",
            "choices":[{"index":0,"message":{"role":"assistant","content":"a simulated answer"},"finish_reason":"stop"}],
            "usage":{"prompt_tokens":40,"completion_tokens":60,"total_tokens":100}}
            """,
            context.RequestAborted);
    }

    private async Task StreamAsync(HttpContext context, SimulatedReply reply)
    {
        context.Response.ContentType = "text/event-stream";
        for (var i = 0; i < Events; i++)
        {
            await context.Response.WriteAsync(
                $$$"""data: {"choices":[{"index":0,"delta":{"content":"word {{{i}}} "}}]}""" + "\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (reply == SimulatedReply.Stall)
                await Task.Delay(Timeout.InfiniteTimeSpan, _time, context.RequestAborted);
            if (reply == SimulatedReply.Cut && i == Events / 2)
            {
                context.Abort();
                return;
            }
            await Task.Delay(BetweenEvents, _time, context.RequestAborted);
        }
        await context.Response.WriteAsync(
            """data: {"choices":[],"usage":{"prompt_tokens":40,"completion_tokens":60,"total_tokens":100}}""" + "\n\ndata: [DONE]\n\n",
            context.RequestAborted);
    }
}
