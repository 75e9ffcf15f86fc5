using System.Text.Json;

namespace Sidecar.Host.Tests.Clients;

/// <summary>How an API phrases things: whole answers, and the pieces of streams.</summary>
internal abstract class Talk
{
    /// <summary>The beginning of a stream, before the first word.</summary>
    public abstract string Begin { get; }

    /// <summary>The end of a stream that said "Hel" and "lo", usage included.</summary>
    public abstract string End { get; }

    /// <summary>Two tool calls, in pieces that alternate where the API allows it.</summary>
    public abstract string Tools { get; }

    /// <summary>An error reported within a stream.</summary>
    public abstract string Told { get; }

    public string Stream => Begin + Half + End;

    public string Half => Piece("Hel") + Piece("lo");

    public abstract string Document(string text);

    public abstract string Piece(string text);

    /// <param name="code">A code or, if the API has none, the message itself.</param>
    public abstract string Refusal(string message, string? code);

    public static Talk Of(string path) =>
        path.StartsWith("/v1/messages", StringComparison.Ordinal) ? new MessagesTalk()
        : path.StartsWith("/v1/responses", StringComparison.Ordinal) ? new ResponsesTalk() : new ChatTalk();

    protected static string Quoted(string text) => JsonSerializer.Serialize(text);

    /// <summary>An event named after its own type.</summary>
    protected static string Named(string type, string fields) => $"event: {type}\ndata: {{\"type\":\"{type}\",{fields}}}\n\n";
}
