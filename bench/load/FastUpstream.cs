using System.Text;

namespace Sidecar.Load;

/// <summary>An upstream that does as little as it can: its own ceiling must lie above what is measured through it.</summary>
internal static class FastUpstream
{
    private static readonly byte[] Answer = Encoding.UTF8.GetBytes(
        """{"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"PAD"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":12,"total_tokens":21}}"""
            .Replace("PAD", new string('x', 800), StringComparison.Ordinal));

    private static readonly byte[] Event = Encoding.UTF8.GetBytes(
        "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + new string('x', 90) + "\"}}]}\n\n");

    private static readonly byte[] Last = Encoding.UTF8.GetBytes(
        "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":100,\"total_tokens\":109}}\n\ndata: [DONE]\n\n");

    public static async Task<int> RunAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}").ConfigureKestrel(k => k.AddServerHeader = false);
        var app = builder.Build();
        app.Run(AnswerAsync);
        await app.RunAsync();
        return 0;
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        // The path says how many events, so that the body need not be read as JSON: /v1/chat/completions?events=100&gap=20
        var events = context.Request.Query["events"];
        if (context.Request.Path == "/v1/echo")
        {
            context.Response.ContentType = "application/octet-stream";
            context.Response.ContentLength = context.Request.ContentLength;
            await context.Request.Body.CopyToAsync(context.Response.Body);
            return;
        }
        await context.Request.Body.CopyToAsync(Stream.Null);
        if (events.Count == 0)
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = Answer.Length;
            await context.Response.Body.WriteAsync(Answer);
            return;
        }
        var gap = TimeSpan.FromMilliseconds(int.Parse(context.Request.Query["gap"].ToString()));
        context.Response.ContentType = "text/event-stream";
        for (var i = 0; i < int.Parse(events.ToString()); i++)
        {
            await context.Response.BodyWriter.WriteAsync(Event);
            if (gap > TimeSpan.Zero)
                await Task.Delay(gap);
        }
        await context.Response.BodyWriter.WriteAsync(Last);
    }
}
