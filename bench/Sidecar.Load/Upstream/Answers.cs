using System.Text;

namespace Sidecar.Load.Upstream;

/// <summary>The upstream's answers, prepared once.</summary>
internal static class Answers
{
    /// <summary>About 1 KB of JSON with usage.</summary>
    public static readonly byte[] Plain = WithLength("200 OK", "application/json", Encoding.UTF8.GetBytes(
        """{"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"PAD"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":12,"total_tokens":21}}"""
            .Replace("PAD", new string('x', 800), StringComparison.Ordinal)));

    public static readonly byte[] Throttled = WithLength("429 Too Many Requests", "application/json",
        """{"error":{"message":"Too many requests","type":"rate_limit","code":"rate_limited","param":null}}"""u8, "Retry-After: 600\r\n");

    public static readonly byte[] LengthRequired = WithLength("411 Length Required", "text/plain", []);

    public static readonly byte[] StreamHead = Encoding.ASCII.GetBytes(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");

    public static byte[] Text(string text) => WithLength("200 OK", "text/plain", Encoding.UTF8.GetBytes(text));

    public static byte[] EchoHead(long length) =>
        Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {length}\r\n\r\n");

    /// <summary>A JSON string of this many bytes in all.</summary>
    public static byte[] Large(int size)
    {
        var body = new byte[size];
        body.AsSpan().Fill((byte)'z');
        body[0] = body[^1] = (byte)'"';
        return WithLength("200 OK", "application/json", body);
    }

    private static byte[] WithLength(string status, string type, ReadOnlySpan<byte> body, string headers = "") =>
        [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n{headers}\r\n"),
            .. body];
}
