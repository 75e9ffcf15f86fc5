using System.Text;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Policies;

/// <summary>The key of a request's session, from the first sign that is present. The sign itself is not kept.</summary>
internal static class SessionKeys
{
    // Conversations differ in how they begin; more of a long prompt does not help to tell them apart.
    private const int MostOfText = 8 * 1024;

    // Sent by agents: Codex, Claude Code, OpenCode, and others that follow them.
    public static readonly IReadOnlyList<string> Headers =
        ["session-id", "session_id", "x-claude-code-session-id", "x-opencode-session", "x-session-affinity", "x-session-id"];

    /// <summary>Null: nothing shows which session it belongs to.</summary>
    /// <param name="by">The signs that may be used.</param>
    /// <param name="header">The value of the first of <see cref="Headers"/> that is present; empty: none.</param>
    /// <param name="body">The request's body, content encodings undone.</param>
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

    // FNV-1a: a collision does no harm, it only prefers a backend without need.
    private static ulong Key(ReadOnlySpan<byte> text, ulong start = 14695981039346656037)
    {
        foreach (var b in text[..Math.Min(text.Length, MostOfText)])
            start = (start ^ b) * 1099511628211;
        return start;
    }
}
