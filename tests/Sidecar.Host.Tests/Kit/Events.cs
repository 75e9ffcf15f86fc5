using System.Text;

namespace Sidecar.Host.Tests.Kit;

/// <summary>Server-sent events of a chat, and a reader that knows how far a client has come.</summary>
internal static class Events
{
    public const string Done = "data: [DONE]\n\n";

    public const string Usage =
        """data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}""" + "\n\n";

    public const string Stop =
        """data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\n";

    public const string Lost =
        "data: {\"error\":{\"message\":\"Service unavailable: connection error, the upstream broke off the "
            + "stream\",\"type\":\"service_unavailable\",\"code\":\"upstream_interrupted\",\"param\":null}}\n\n";

    public static string Delta(string content) =>
        $$$"""data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"{{{content}}}"},"finish_reason":null}]}""" + "\n\n";

    /// <summary>A whole chat of several events.</summary>
    public static string Chat(params string[] words) => string.Concat(words.Select(Delta)) + Stop + Done;

    /// <summary>Reads until the text so far ends with <paramref name="end"/>.</summary>
    public static async Task<string> ReadThrough(this Stream stream, string end)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer).Soon();
            Assert.True(read > 0, $"the stream ended after: {text}");
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
        return text.ToString();
    }

    /// <summary>Reads until the connection breaks; fails if the body ends in order.</summary>
    public static async Task<string> ReadUntilBroken(this Stream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            while (await stream.ReadAsync(buffer).Soon() is var read and > 0)
                text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
        catch (IOException)
        {
            return text.ToString();
        }
        Assert.Fail($"the body ended in good order after: {text}");
        return "";
    }

    public static async Task<string> ReadRest(this Stream stream)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        return await reader.ReadToEndAsync().Soon();
    }
}
