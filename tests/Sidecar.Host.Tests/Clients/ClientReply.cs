using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Clients;

/// <summary>One answer of <see cref="ClientUpstream"/>.</summary>
internal sealed class ClientReply(HttpContext context, Talk talk, JsonElement request)
{
    // A reset discards whatever the other side has not read yet.
    private static readonly TimeSpan ToRead = TimeSpan.FromSeconds(1);

    public Talk Talk => talk;

    private bool IsStreamed => request.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True;

    public Task Of(string model) => model switch
    {
        "tools" => Write(talk.Tools),
        "structured" => AsksForSchema() ? Say("""{"city":"Köln","degrees":7}""") : Refuse("no schema was asked for", null),
        "image" => Say(ImageOf(request) is { } image ? Payload.Digest(image) : "no image"),
        "bad" => Refuse("Wrong temperature", null),
        "overflow" => Refuse(
            talk is MessagesTalk ? "prompt is too long: 210000 tokens > 200000 maximum"
                : "This model's maximum context length is 8192 tokens.",
            "context_length_exceeded"),
        "throttled" => Reply.RateLimited("600").Act(context),
        "end-reset" => Half(Break),
        "end-unfinished" => Half(() => Task.CompletedTask),
        "end-stall" => Half(() => Reply.Gone(context)),
        "end-told" => Half(() => Write(talk.Told)),
        "end-body" => HalfADocument(),
        _ => Say("Hello"),
    };

    public async Task After(TimeSpan silence)
    {
        await Task.Delay(silence, context.RequestAborted);
        await Say("Hello");
    }

    public Task Json(string body, int status = 200) => Reply.Json(body, status).Act(context);

    public async Task Write(string events)
    {
        if (!context.Response.HasStarted)
            Reply.Head(context, 200, [("Content-Type", "text/event-stream")]);
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(events), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private Task Say(string text) => !IsStreamed ? Json(talk.Document(text)) : text == "Hello" ? Write(talk.Stream)
        : Write(talk.Begin + talk.Piece(text) + talk.End);

    private Task Refuse(string message, string? code) => Json(talk.Refusal(message, code), 400);

    private async Task Half(Func<Task> then)
    {
        await Write(talk.Begin + talk.Half);
        await then();
    }

    private async Task HalfADocument()
    {
        var body = Encoding.UTF8.GetBytes(talk.Document(new string('x', 20_000)));
        Reply.Head(context, 200, [("Content-Type", "application/json")]);
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await Break();
    }

    private async Task Break()
    {
        await Task.Delay(ToRead, context.RequestAborted);
        context.Abort();
    }

    private bool AsksForSchema() => request.GetRawText() is var text
        && text.Contains("\"json_schema\"", StringComparison.Ordinal) && text.Contains("\"degrees\"", StringComparison.OrdinalIgnoreCase);

    private static byte[]? ImageOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Select(member => ImageOf(member.Value))
            .FirstOrDefault(image => image is not null),
        JsonValueKind.Array => element.EnumerateArray().Select(ImageOf).FirstOrDefault(image => image is not null),
        JsonValueKind.String when element.GetString() is { Length: > 1_000_000 } text =>
            Convert.FromBase64String(text[(text.IndexOf(',') + 1)..]),
        _ => null,
    };
}
