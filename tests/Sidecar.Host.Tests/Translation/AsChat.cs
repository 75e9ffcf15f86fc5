namespace Sidecar.Host.Tests.Translation;

using static Talk;

/// <summary>A talk as a chat API tells it.</summary>
internal static class AsChat
{
    public static string Document(Talk talk) => Json(new
    {
        id = "c1",
        @object = "chat.completion",
        created = 7,
        model = "up",
        choices = new object[]
        {
            new
            {
                index = 0,
                message = new Dictionary<string, object?>
                {
                    ["role"] = "assistant",
                    ["content"] = talk.Text,
                    ["refusal"] = talk.Refusal,
                    ["reasoning_content"] = talk.Reasoning,
                    ["tool_calls"] = talk.Calls.Count == 0 ? null : talk.Calls.Select(call => (object)new
                    {
                        id = call.Id,
                        type = "function",
                        function = new { name = call.Name, arguments = call.Arguments },
                    }),
                },
                finish_reason = talk.Finish,
                stop_reason = talk.StoppedAt,
            },
        },
        usage = Usage(talk),
    });

    public static string Stream(Talk talk) => string.Concat(Deltas(talk).Select(delta => Chunk(delta, null, null)))
        + Chunk(new { }, talk.Finish, talk.StoppedAt)
        + $"data: {Json(new { id = "c1", created = 7, model = "up", choices = Array.Empty<object>(), usage = Usage(talk) })}\n\n"
        + "data: [DONE]\n\n";

    private static IEnumerable<object> Deltas(Talk talk)
    {
        yield return new { role = "assistant", content = "" };
        foreach (var piece in talk.Reasoning is { } reasoning ? Halves(reasoning) : [])
            yield return new { reasoning_content = piece };
        foreach (var piece in talk.Text is { } text ? Halves(text) : [])
            yield return new { content = piece };
        foreach (var piece in talk.Refusal is { } refusal ? Halves(refusal) : [])
            yield return new { refusal = piece };
        for (var i = 0; i < talk.Calls.Count; i++)
            yield return Piece(i, talk.Calls[i].Id, talk.Calls[i].Name, "");
        // In turns, as some servers send calls in parallel.
        for (var part = 0; part < 2; part++)
            for (var i = 0; i < talk.Calls.Count; i++)
                if (Halves(talk.Calls[i].Arguments) is var halves && part < halves.Length)
                    yield return new { tool_calls = new[] { new { index = i, function = new { arguments = halves[part] } } } };
    }

    private static object Piece(int index, string id, string name, string arguments) =>
        new { tool_calls = new[] { new { index, id, type = "function", function = new { name, arguments } } } };

    private static string Chunk(object delta, string? finish, string? stop) => $"data: {Json(new
    {
        id = "c1",
        @object = "chat.completion.chunk",
        created = 7,
        model = "up",
        choices = new[] { new { index = 0, delta, finish_reason = finish, stop_reason = stop } },
    })}\n\n";

    private static object Usage(Talk talk) => new
    {
        prompt_tokens = talk.Usage.Prompt,
        completion_tokens = talk.Usage.Completion,
        total_tokens = talk.Usage.Prompt + talk.Usage.Completion,
        prompt_tokens_details = new { cached_tokens = talk.Usage.Cached, cache_write_tokens = talk.Usage.Written },
        completion_tokens_details = new { reasoning_tokens = talk.Usage.Reasoning },
    };
}
