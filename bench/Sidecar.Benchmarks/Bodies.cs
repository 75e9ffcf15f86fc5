using System.Text;

namespace Sidecar.Benchmarks;

/// <summary>Bodies as agents and upstreams send them, of a given size in bytes.</summary>
internal static class Bodies
{
    public const string Model = "meta/llama-3.1-8b-instruct";

    private const string Sentence = "The quick brown fox said: \\\"jumps\\\" over the lazy dog.\\n";

    public static byte[] Chat(int size, bool streamFirst)
    {
        var head = $$"""{{{(streamFirst ? "\"stream\":true," : "")}}"model":"{{Model}}","messages":[""";
        var tail = $$"""{"role":"user","content":"Go on."}]{{(streamFirst ? "" : ",\"stream\":true")}}}""";
        return Filled(size, head, """{"role":"user","content":"X"},""", tail);
    }

    public static byte[] Completion(int size) => Filled(
        size,
        $$"""{"id":"chatcmpl-1","object":"chat.completion","model":"{{Model}}","choices":[{"index":0,"message":{"role":"assistant","parts":[""",
        "\"X\",",
        """ "."]},"finish_reason":"stop"}],"usage":{"prompt_tokens":120,"completion_tokens":80,"total_tokens":200}} """);

    // Messages of half a kilobyte each: many short strings instead of one long one.
    private static byte[] Filled(int size, string head, string messageAround, string tail)
    {
        var text = new StringBuilder(head, size);
        var message = messageAround.Replace("X", string.Concat(Enumerable.Repeat(Sentence, 8)), StringComparison.Ordinal);
        while (text.Length + message.Length + tail.Length <= size)
            text.Append(message);
        return Encoding.UTF8.GetBytes(text.Append(' ', Math.Max(0, size - text.Length - tail.Length)).Append(tail).ToString());
    }
}
