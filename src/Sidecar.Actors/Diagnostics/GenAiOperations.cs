namespace Sidecar.Diagnostics;

/// <summary>The operation of an OpenAI-style path, in the conventions' words: the values of <c>gen_ai.operation.name</c>.</summary>
internal static class GenAiOperations
{
    public const string Chat = "chat";
    public const string TextCompletion = "text_completion";
    public const string Embeddings = "embeddings";
    public const string GenerateContent = "generate_content";

    /// <summary>Null if no model is used (a list of models, a file).</summary>
    public static string? Of(string path)
    {
        var name = path.AsSpan().TrimEnd('/');
        if (name.EndsWith("/chat/completions", StringComparison.Ordinal) || name.EndsWith("/responses", StringComparison.Ordinal)
            || name.EndsWith("/messages", StringComparison.Ordinal))
            return Chat;
        if (name.EndsWith("/completions", StringComparison.Ordinal))
            return TextCompletion;
        if (name.EndsWith("/embeddings", StringComparison.Ordinal))
            return Embeddings;
        return name.Contains("/images/", StringComparison.Ordinal) || name.Contains("/audio/", StringComparison.Ordinal) ? GenerateContent
            : null;
    }
}
