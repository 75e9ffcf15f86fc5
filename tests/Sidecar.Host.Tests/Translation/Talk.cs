using System.Text.Json;

namespace Sidecar.Host.Tests.Translation;

/// <summary>One answer with everything that a translation carries; <see cref="AsChat"/>, <see cref="AsMessages"/> and
/// <see cref="AsResponses"/> tell it as each API documents it.</summary>
/// <param name="Finish">Chat's word for why it ended.</param>
internal sealed record Talk(string Finish = "stop")
{
    public string? Reasoning { get; init; }

    public string? Text { get; init; }

    public string? Refusal { get; init; }

    /// <summary>The stop text at which it ended.</summary>
    public string? StoppedAt { get; init; }

    public IReadOnlyList<(string Id, string Name, string Arguments)> Calls { get; init; } = [];

    public (int Prompt, int Cached, int Written, int Completion, int Reasoning) Usage { get; init; } = (100, 60, 0, 20, 0);

    /// <summary>By the name that a test is given.</summary>
    public static IReadOnlyDictionary<string, Talk> All { get; } = new Dictionary<string, Talk>
    {
        ["text"] = new() { Text = "Hello \"you\"\n€ 😀" },
        ["reasoning before text"] = new() { Reasoning = "Let me think.\n\"So\"", Text = "Yes", Usage = (100, 60, 0, 50, 30) },
        ["calls in parallel, in pieces"] = new("tool_calls")
        {
            Text = "Let me look.",
            Calls =
            [
                ("t1", "weather", """{"city":"Köln","days":[1,2]}"""), ("t2", "weather", """{"city":"Bonn \"am\" Rhein"}"""),
                ("t3", "time", "{}"),
            ],
        },
        ["reasoning before a call"] = new("tool_calls") { Reasoning = "Hm.", Calls = [("t1", "weather", """{"city":"Köln"}""")] },
        ["too long"] = new("length") { Text = "Once upon", Usage = (10, 0, 0, 100, 0) },
        ["filtered"] = new("content_filter") { Text = "I" },
        ["refused"] = new() { Refusal = "I will not." },
        ["at a stop text"] = new() { Text = "one, two", StoppedAt = "three" },
        ["written to a cache"] = new() { Text = "Hi", Usage = (1000, 200, 700, 3, 0) },
    };

    /// <summary>Text in two pieces, as streams have it, none of them cut within a pair of surrogates.</summary>
    public static string[] Halves(string text)
    {
        var half = text.Length / 2;
        if (half > 0 && char.IsHighSurrogate(text[half - 1]))
            half--;
        return half == 0 ? [text] : [text[..half], text[half..]];
    }

    public static string Json(object? value) => JsonSerializer.Serialize(value, Plain);

    private static readonly JsonSerializerOptions Plain =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
