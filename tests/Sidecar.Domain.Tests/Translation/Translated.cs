using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Tests.Usage;
using Sidecar.Domain.Translation;
using Sidecar.Domain.Usage;

namespace Sidecar.Domain.Tests.Translation;

/// <summary>The results of translations, in forms that tests can compare.</summary>
internal static class Translated
{
    public static readonly AnswerFacts Facts = new("req1", "the-model", ShowsReasoning: true);

    /// <summary>The translated chat request; fails if something cannot be carried over.</summary>
    public static JsonNode Request(Translations how, string body, ChatForm? form = null)
    {
        var (json, obstacle) = Carry(how, body, form ?? new ChatForm());
        Assert.Null(obstacle);
        return JsonNode.Parse(json)!;
    }

    public static string? Obstacle(Translations how, string body) => Carry(how, body, new ChatForm()).Obstacle;

    /// <summary>The client's events for a chat stream that is cut into pieces at the given places; null if the stream was lost.</summary>
    public static string? Stream(Translations how, string chat, AnswerFacts? facts = null, params int[] cuts)
    {
        using var usage = new SseUsageScanner();
        using var events = AnswerTranslation.Events(how, facts ?? Facts);
        using var filter = new UsageEventFilter(hidesUsage: false) { Rewriter = events, Usage = usage };
        var output = new ArrayBufferWriter<byte>();
        foreach (var piece in Pieces.Cut(Encoding.UTF8.GetBytes(chat), cuts))
        {
            usage.Feed(piece.Span);
            filter.Filter(piece.Span, output);
        }
        filter.Complete(output);
        return filter.IsLost ? null : Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The data of each event; the name of every event is the type in its data.</summary>
    public static IReadOnlyList<JsonNode> Events(string? stream)
    {
        Assert.NotNull(stream);
        var events = new List<JsonNode>();
        foreach (var block in stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = block.Split('\n');
            Assert.Equal(2, lines.Length);
            var data = JsonNode.Parse(lines[1]["data: ".Length..])!;
            Assert.Equal("event: " + (string?)data["type"], lines[0]);
            events.Add(data);
        }
        return events;
    }

    public static JsonNode? Document(Translations how, string chat, AnswerFacts? facts = null)
    {
        using var usage = new JsonUsageScanner();
        usage.Feed(Encoding.UTF8.GetBytes(chat));
        var output = new ArrayBufferWriter<byte>();
        return AnswerTranslation.TryWrite(how, facts ?? Facts, Encoding.UTF8.GetBytes(chat), usage, output)
            ? JsonNode.Parse(output.WrittenSpan) : null;
    }

    public static string Chunks(params string[] deltas) =>
        string.Concat(deltas.Select(delta => $$"""data: {"id":"c","object":"chat.completion.chunk","created":7,"model":"up","choices":[{"index":0,"delta":{{delta}},"finish_reason":null}]}""" + "\n\n"));

    public static string Finish(string reason, string usage = """{"prompt_tokens":100,"completion_tokens":20,"total_tokens":120,"prompt_tokens_details":{"cached_tokens":60},"completion_tokens_details":{"reasoning_tokens":5}}""") =>
        $$"""data: {"created":7,"choices":[{"index":0,"delta":{},"finish_reason":"{{reason}}"}]}""" + "\n\n"
        + $$"""data: {"created":7,"choices":[],"usage":{{usage}}}""" + "\n\ndata: [DONE]\n\n";

    public static void Same(string expected, JsonNode? actual) =>
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(Plain), actual!.ToJsonString(Plain));

    private static readonly JsonSerializerOptions Plain =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static (string Json, string? Obstacle) Carry(Translations how, string body, ChatForm form)
    {
        var output = new ArrayBufferWriter<byte>();
        var carried = RequestTranslation.Write(how, Encoding.UTF8.GetBytes(body), form, output);
        return (Encoding.UTF8.GetString(output.WrittenSpan), carried.Obstacle);
    }
}
