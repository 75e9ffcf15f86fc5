using System.Text;

namespace Sidecar.Load.Wire;

/// <summary>The requests of every load, as bytes.</summary>
internal static class Requests
{
    public const string Path = "/v1/chat/completions";

    /// <summary>1 KB of JSON.</summary>
    public static readonly string PlainBody = Body("m");

    public static readonly byte[] Plain = Post(Path, PlainBody);

    /// <summary>1 MB of JSON.</summary>
    public static readonly string LargeBody = $$"""{"model":"m","messages":[{"role":"user","content":"{{new string('y', (1 << 20) - 80)}}"}]}""";

    private const string StreamBody = """{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"hi"}]}""";

    public static byte[] PlainFor(string model) => Post(Path, Body(model));

    /// <summary>A plain request from the owner of this key.</summary>
    public static byte[] PlainOf(string key) => Post(Path, PlainBody, key);

    /// <summary>Asks for a stream; the query says of which kind.</summary>
    public static byte[] Stream(string query) => Post($"{Path}?{query}", StreamBody);

    /// <summary>Asks for a stream in each of the dialects.</summary>
    public static readonly IReadOnlyList<(string Name, byte[] Request)> StreamOfEach =
    [
        ("chat", Post(Path, StreamBody)),
        ("messages", Post("/v1/messages", """{"model":"m","max_tokens":100,"stream":true,"messages":[{"role":"user","content":"hi"}]}""")),
        ("responses", Post("/v1/responses", """{"model":"m","stream":true,"input":"hi"}""")),
    ];

    public static byte[] Get(string path) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");

    public static byte[] Post(string path, string body, string key = "client-key") => Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\nAccept: */*\r\nAuthorization: Bearer {key}\r\nContent-Type: "
            + $"application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    private static string Body(string model) => $$"""{"model":"{{model}}","messages":[{"role":"user","content":"{{new string('y', 960)}}"}]}""";
}
