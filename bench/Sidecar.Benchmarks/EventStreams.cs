using System.Text;

namespace Sidecar.Benchmarks;

/// <summary>Streams of chat chunks as upstreams send them, one array per event: the last but one carries only usage, the last is
/// [DONE].</summary>
internal static class EventStreams
{
    private static readonly byte[] Usage = Event("""{"id":"chatcmpl-1","object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":120,"completion_tokens":80,"total_tokens":200}}""");

    private static readonly byte[] Done = Event("[DONE]");

    /// <summary>With one event, the stream is only [DONE].</summary>
    /// <param name="areAlike">False: each has a number of its own before its text.</param>
    public static byte[][] Of(int events, bool areAlike = true) =>
        [.. Enumerable.Range(1, events).Select(number => number == events ? Done : number == events - 1 ? Usage
            : Token(number, areAlike ? 1767225600 : 1767225600 + number))];

    private static byte[] Token(int number, int created) => Event(
        $$$"""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":{{{created}}},"model":"{{{Bodies.Model}}}","choices":[{"index":0,"delta":{"content":" word{{{number}}}"},"finish_reason":null}]}""");

    private static byte[] Event(string data) => Encoding.UTF8.GetBytes($"data: {data}\n\n");
}
