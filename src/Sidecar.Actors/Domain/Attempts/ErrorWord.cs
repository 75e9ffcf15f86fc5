namespace Sidecar.Domain.Attempts;

/// <summary>Normalises an error's word: <c>rate_limit_error</c> and <c>RateLimitError</c> are the same.</summary>
internal static class ErrorWord
{
    private const int Longest = 64;

    /// <summary>What a word means, in whatever field it stands. Null: it is not in the vocabulary.</summary>
    /// <remarks>If a dotted word (<c>Throttling.RateQuota</c>) is not known as a whole, its first part counts.</remarks>
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
