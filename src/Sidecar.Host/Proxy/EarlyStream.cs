using System.Buffers;
using System.IO.Pipelines;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Walk;
using Sidecar.Domain.Wire;
using Sidecar.Relay;
using Sidecar.Requests;
using Sidecar.Upstream;

namespace Sidecar.Host.Proxy;

/// <summary>Keeps the connection of a silent stream alive before there is an answer (<c>sse.keep-alive</c>): begins the response early
/// and sends comments. The price is that the status and the walk's headers can no longer be sent.</summary>
internal static class EarlyStream
{
    private static readonly byte[] Comment = ": keep-alive\n\n"u8.ToArray();

    /// <summary>Waits for the walk's answer; after each <paramref name="keepAlive"/> of silence the client gets a comment.</summary>
    public static async Task WaitAsync(
        HttpContext context, Task<ProxyAnswer> answer, TimeSpan keepAlive, string requestId, TimeProvider time)
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

    /// <summary>Writes a refusal as an event of the stream that has begun; then the connection is aborted, as after a broken
    /// stream.</summary>
    public static Task WriteRefusalAsync(HttpContext context, Refusal refusal, string requestId, TimeProvider time) =>
        WriteErrorAsync(context, refusal.Error.ToSseEvent(ClientDialects.OfPath(context.Request.Path.Value), requestId), time);

    /// <summary>Writes an answer that is not a stream as the single event of the stream that has begun, followed by <c>[DONE]</c> if it
    /// is a successful one.</summary>
    public static async Task<RelayReport> WriteAsEventAsync(HttpContext context, UpstreamAnswer answer, RelaySettings settings)
    {
        var client = context.Response.BodyWriter;
        var isError = answer.Status >= 400;
        var isReadable = IsJson(answer);
        if (isReadable)
            client.Write(isError && settings.Dialect != ClientDialect.Chat ? "event: error\ndata: "u8 : "data: "u8);
        // Passed on as it comes: an answer may be larger than memory.
        var report = await PlainRelay.RunAsync(
            answer, isReadable ? new OneLineWriter(client) : PipeWriter.Create(Stream.Null), settings, context.RequestAborted);
        if (report.Outcome is not RelayOutcome.Completed)
            context.Abort();
        else if (!isReadable)
            await WriteErrorAsync(context, NoJson(answer.Status).ToSseEvent(settings.Dialect, settings.RequestId), settings.Time);
        else if (isError)
            await WriteErrorAsync(context, "\n\n"u8.ToArray(), settings.Time);
        else
            await client.WriteAsync("\n\ndata: [DONE]\n\n"u8.ToArray());
        return report;
    }

    // If the whole body came with the head, it can be checked; a longer one is judged by its beginning.
    private static bool IsJson(UpstreamAnswer answer)
    {
        var beginning = answer.Peeked.Span;
        return answer.IsWhole ? JsonStart.IsWhole(beginning) : beginning[JsonStart.WhiteSpace(beginning)..] is [(byte)'{' or (byte)'[', ..];
    }

    private static OwnError NoJson(int status) =>
        new(status < 400 ? 500 : status, $"The upstream answered {status} with a body that is not JSON",
            status is >= 400 and < 500 ? "invalid_request_error" : "server_error", "upstream_answer_unreadable");

    private static async Task WriteErrorAsync(HttpContext context, byte[] lastEvent, TimeProvider time)
    {
        await context.Response.BodyWriter.WriteAsync(lastEvent);
        await BrokenConnection.AfterNoticeAsync(context, time);
    }
}
