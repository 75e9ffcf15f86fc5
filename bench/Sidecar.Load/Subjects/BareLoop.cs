using System.Net;

namespace Sidecar.Load.Subjects;

/// <summary>Kestrel and HttpClient with only a copy loop between them: about the least that a proxy in .NET can cost.</summary>
internal static class BareLoop
{
    private static readonly HashSet<string> NotCopied = new(StringComparer.OrdinalIgnoreCase) { "Host", "Connection", "Transfer-Encoding",
        "Keep-Alive" };

    public static async Task<int> RunAsync(int port, Uri upstream)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        using var client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ActivityHeadersPropagator = null,
        });
        app.Run(context => CopyAsync(context, client, upstream));
        await app.RunAsync();
        return 0;
    }

    private static async Task CopyAsync(HttpContext context, HttpMessageInvoker client, Uri upstream)
    {
        var target = new Uri(upstream, context.Request.Path.Value + context.Request.QueryString.Value);
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), target);
        if (context.Request.ContentLength > 0)
            request.Content = new StreamContent(context.Request.Body);
        foreach (var header in context.Request.Headers)
            if (!NotCopied.Contains(header.Key) && !request.Headers.TryAddWithoutValidation(header.Key, (IEnumerable<string>)header.Value!))
                request.Content?.Headers.TryAddWithoutValidation(header.Key, (IEnumerable<string>)header.Value!);
        using var answer = await client.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var header in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated))
            if (!NotCopied.Contains(header.Key))
                context.Response.Headers[header.Key] = header.Value.ToArray();
        await using var body = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
        // Not CopyToAsync: what arrives is passed on at once, and not only when a buffer is full.
        var buffer = new byte[16 * 1024];
        while (await body.ReadAsync(buffer, context.RequestAborted) is var got and > 0)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, got), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
