namespace Sidecar.Domain.Policies;

/// <summary>The signs by which requests are recognised as one session, whose prompt an upstream may still have in its cache.</summary>
[Flags]
public enum SessionSigns
{
    None = 0,

    /// <summary><c>prompt_cache_key</c>.</summary>
    CacheKey = 1,

    /// <summary>A header that agents send.</summary>
    Header = 2,

    /// <summary><c>metadata.user_id</c> of Anthropic's messages.</summary>
    User = 4,

    /// <summary>The messages at the beginning of the conversation.</summary>
    Messages = 8,

    All = CacheKey | Header | User | Messages,
}

/// <summary>Whether a session's requests prefer the backend that served it last.</summary>
/// <param name="By">None turns affinity off.</param>
/// <param name="Keep">How long after its last answer a session is remembered.</param>
public sealed record AffinityPolicy(SessionSigns By, TimeSpan Keep)
{
    public static readonly AffinityPolicy Default = new(SessionSigns.All, TimeSpan.FromHours(1));

    public bool IsOn => By != SessionSigns.None;
}

/// <summary>The configuration's words for <see cref="SessionSigns"/>.</summary>
public static class SessionSignNames
{
    private static readonly (SessionSigns Sign, string Word)[] Words =
    [
        (SessionSigns.CacheKey, "prompt-cache-key"), (SessionSigns.Header, "session-header"), (SessionSigns.User, "user-id"),
        (SessionSigns.Messages, "leading-messages"),
    ];

    public static IEnumerable<string> All => Words.Select(each => each.Word);

    public static bool TryFind(string word, out SessionSigns sign)
    {
        sign = Array.Find(Words, each => each.Word == word).Sign;
        return sign != SessionSigns.None;
    }

    public static IReadOnlyList<string> ToWords(SessionSigns signs) =>
        [.. Words.Where(each => signs.HasFlag(each.Sign)).Select(each => each.Word)];
}
