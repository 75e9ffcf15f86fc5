namespace Sidecar.Domain.Wire;

/// <summary>The API that a client speaks, which also determines the form of errors for it.</summary>
public enum ClientDialect
{
    /// <summary>OpenAI's chat completions, and everything that is not one of the others.</summary>
    Chat,

    /// <summary>OpenAI's responses.</summary>
    Responses,

    /// <summary>Anthropic's messages.</summary>
    Messages,
}

/// <summary>Tells a client's dialect from the request's path.</summary>
public static class ClientDialects
{
    public static ClientDialect OfPath(ReadOnlySpan<char> path)
    {
        if (IsWithin(path, "/v1/messages"))
            return ClientDialect.Messages;
        return IsWithin(path, "/v1/responses") ? ClientDialect.Responses : ClientDialect.Chat;
    }

    private static bool IsWithin(ReadOnlySpan<char> path, string root) =>
        path.StartsWith(root, StringComparison.Ordinal) && (path.Length == root.Length || path[root.Length] is '/' or '?');
}
