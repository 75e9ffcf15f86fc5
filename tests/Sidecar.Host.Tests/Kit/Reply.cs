using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Sidecar.Host.Tests.Kit;

/// <summary>What an upstream does with one request.</summary>
/// <param name="Act">Writes the answer.</param>
/// <param name="ReadsBody">If false, the answer comes before the request's body has been read.</param>
internal sealed record Reply(Func<HttpContext, Task> Act, bool ReadsBody = true)
{
    public const string Completion =
        """{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}""";

    public static readonly Reply Chat = Json(Completion);

    /// <summary>Sends nothing until the client gives up.</summary>
    public static readonly Reply Silence = new(context => Gone(context));

    /// <summary>Closes the connection without an answer.</summary>
    public static readonly Reply HangUp = new(context =>
    {
        context.Abort();
        return Task.CompletedTask;
    });

    /// <summary>The same reply after a while.</summary>
    public static Reply Later(TimeSpan after, Reply reply) => new(async context =>
    {
        await Task.Delay(after, context.RequestAborted);
        await reply.Act(context);
    });

    /// <summary>A reply that depends on the request.</summary>
    public static Reply Of(Func<HttpContext, Reply> choice) => new(context => choice(context).Act(context));

    public static Reply Json(string body, int status = 200, params (string Name, string Value)[] headers) =>
        Bytes(Encoding.UTF8.GetBytes(body), status, [("Content-Type", "application/json"), .. headers]);

    public static Reply Error(int status, params (string Name, string Value)[] headers) =>
        Json($$$"""{"error":{"message":"upstream says {{{status}}}","type":"upstream","code":null}}""", status, headers);

    public static Reply RateLimited(string retryAfter = "60") => Error(429, ("Retry-After", retryAfter));

    /// <summary>A stream of events that ends well, written all at once.</summary>
    public static Reply Stream(string events) => Bytes(Encoding.UTF8.GetBytes(events), 200, ("Content-Type", "text/event-stream"));

    public static Reply Bytes(byte[] body, int status = 200, params (string Name, string Value)[] headers) => new(context =>
    {
        Head(context, status, headers);
        return status is 204 or 304 || HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask
            : context.Response.Body.WriteAsync(body).AsTask();
    });

    public static Reply Compressed(string encoding, byte[] body, string type) =>
        Bytes(Compress(encoding, body), 200, ("Content-Type", type), ("Content-Encoding", encoding));

    public static void Head(HttpContext context, int status, IEnumerable<(string Name, string Value)> headers)
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
            context.Response.Headers.Append(name, value);
    }

    public static byte[] Compress(string encoding, byte[] body)
    {
        using var packed = new MemoryStream();
        using (Stream packing = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => throw new ArgumentOutOfRangeException(nameof(encoding), encoding, null),
        })
            packing.Write(body);
        return packed.ToArray();
    }

    public static async Task Gone(HttpContext context)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.RequestAborted.Register(() => gone.TrySetResult());
        await gone.Task;
    }
}
