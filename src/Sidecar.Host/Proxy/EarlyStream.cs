using System.Buffers;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Walk;
using Sidecar.Domain.Wire;
using Sidecar.Relay;
using Sidecar.Requests;
using Sidecar.Upstream;

namespace Sidecar.Host.Proxy;

/// <summary>Keeps a silent stream's connection alive before there is an answer (<c>sse.keep-alive</c>): begins the response early and sends comments. The price is that status and labels of the walk cannot be told any more.</summary>
internal static class EarlyStream
{
    private static readonly byte[] Comment = ": keep-alive\n\n"u8.ToArray();

    /// <summary>Waits for the walk's answer; after each <paramref name="keepAlive"/> of silence the client is sent a comment.</summary>
    public static async Task WaitAsync(HttpContext context, Task<ProxyAnswer> answer, TimeSpan keepAlive, string requestId, TimeProvider time)
    {
        while (!answer.IsCompleted)
        {
            using var woken = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            var silence = Task.Delay(keepAlive, time, woken.Token);
            if (await Task.WhenAny(answer, silence) == answer || silence.IsCanceled)
            {
                await woken.CancelAsync();
                return;
            }
            if (!context.Response.HasStarted)
            {
                context.Response.ContentType = "text/event-stream";
                AnswerSandbox.Put(context.Response.Headers);
                context.Response.Headers[ResponseLabels.RequestIdHeader] = requestId;
            }
            if ((await context.Response.BodyWriter.WriteAsync(Comment)).IsCompleted)
                return;
        }
    }

    /// <summary>A refusal, as an event of the stream that has begun.</summary>
    public static async Task WriteRefusalAsync(HttpContext context, Refusal refusal) =>
        await context.Response.BodyWriter.WriteAsync(OpenAiError.ToSseEvent(refusal.Message, refusal.Type, refusal.Code));

    /// <summary>An answer that is no stream, as the one event of the stream that has begun; with <c>[DONE]</c> after it when it is a good one.</summary>
    public static async Task<RelayReport> WriteAsEventAsync(HttpContext context, UpstreamAnswer answer, RelaySettings settings)
    {
        var client = context.Response.BodyWriter;
        client.Write("data: "u8);
        // Passed on as it comes: an answer may be larger than memory.
        var report = await PlainRelay.RunAsync(answer, new OneLineWriter(client), settings, context.RequestAborted);
        if (report.Outcome is not RelayOutcome.Completed)
        {
            context.Abort();
            return report;
        }
        await client.WriteAsync(answer.Status < 400 ? "\n\ndata: [DONE]\n\n"u8.ToArray() : "\n\n"u8.ToArray());
        return report;
    }
}
