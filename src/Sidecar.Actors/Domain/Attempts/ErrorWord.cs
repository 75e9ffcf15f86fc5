namespace Sidecar.Domain.Attempts;

/// <summary>Brings a word for an error to one spelling: <c>rate_limit_error</c> and <c>RateLimitError</c> are the same.</summary>
internal static class ErrorWord
{
    private const int Longest = 64;

    /// <summary>What a word says, in whatever field it stands. Null: it is none of the vocabulary.</summary>
    /// <remarks>Of a dotted one (<c>Throttling.RateQuota</c>) the first part counts where the whole is not known.</remarks>
    public static ErrorKind? Read(ReadOnlySpan<byte> word)
    {
        if (Find(word) is { } known)
            return known;
        var dot = word.IndexOf((byte)'.');
        return dot > 0 ? Find(word[..dot]) : null;
    }

    private static ErrorKind? Find(ReadOnlySpan<byte> word)
    {
        Span<char> letters = stackalloc char[Longest];
        var length = 0;
        foreach (var b in word)
        {
            if (!char.IsAsciiLetterOrDigit((char)b))
                continue;
            if (length == Longest)
                return null;
            letters[length++] = char.ToLowerInvariant((char)b);
        }

        return ErrorVocabulary.FromWord(letters[..length]);
    }
}
