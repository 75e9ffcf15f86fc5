using System.Text;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Policies;

/// <summary>The key of a request's session, by the first sign of one that there is. What it is made of is not kept.</summary>
internal static class SessionKeys
{
    // A conversation is told apart by how it begins; the whole of a long prompt says no more.
    private const int MostOfText = 8 * 1024;

    // As agents send them: Codex, Claude Code, OpenCode, and what others agreed on.
    public static readonly IReadOnlyList<string> Headers =
        ["session-id", "session_id", "x-claude-code-session-id", "x-opencode-session", "x-session-affinity", "x-session-id"];

    /// <summary>Null: nothing says which session it is of.</summary>
    /// <param name="by">What may be gone by.</param>
    /// <param name="header">The value of the first of <see cref="Headers"/> that there is; empty: none.</param>
    /// <param name="body">A request's, content-encodings undone.</param>
    public static ulong? Find(SessionSigns by, string header, ReadOnlySpan<byte> body)
    {
        var signs = (by & ~SessionSigns.Header) != SessionSigns.None ? SessionReader.Read(body) : default;
        if (by.HasFlag(SessionSigns.CacheKey) && !signs.CacheKey.IsEmpty)
            return Key(signs.CacheKey);
        if (by.HasFlag(SessionSigns.Header) && header.Length > 0)
            return Key(Encoding.UTF8.GetBytes(header));
        if (by.HasFlag(SessionSigns.User) && !signs.User.IsEmpty)
            return Key(signs.User);
        return by.HasFlag(SessionSigns.Messages) && !signs.First.IsEmpty ? Key(signs.First, Key(signs.System)) : null;
    }

    // FNV-1a: nobody is harmed who is taken for somebody else.
    private static ulong Key(ReadOnlySpan<byte> text, ulong start = 14695981039346656037)
    {
        foreach (var b in text[..Math.Min(text.Length, MostOfText)])
            start = (start ^ b) * 1099511628211;
        return start;
    }
}
