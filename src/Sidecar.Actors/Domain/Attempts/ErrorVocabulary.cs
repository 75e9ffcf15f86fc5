using System.Collections.Frozen;

namespace Sidecar.Domain.Attempts;

/// <summary>The words, numbers and phrases by which providers name an error, one part for each kind.</summary>
/// <remarks>
/// What is not listed here is not guessed. <c>docs/provider-errors.md</c> says which provider uses each, with its source; sample bodies
/// are in
/// <c>tests/fixtures/providers</c>.
/// </remarks>
internal static partial class ErrorVocabulary
{
    private static readonly FrozenDictionary<string, ErrorKind> Words = new (ErrorKind Kind, string Words)[]
    {
        (ErrorKind.RateLimited, RateLimitedWords),
        (ErrorKind.Overloaded, OverloadedWords),
        (ErrorKind.Failed, FailedWords),
        (ErrorKind.Credentials, CredentialsWords),
        (ErrorKind.Forbidden, ForbiddenWords),
        (ErrorKind.ModelAbsent, ModelAbsentWords),
        (ErrorKind.TooLarge, TooLargeWords),
        (ErrorKind.Unsupported, UnsupportedWords),
        (ErrorKind.ParameterRejected, ParameterRejectedWords),
        (ErrorKind.ContentRefused, ContentRefusedWords),
        (ErrorKind.NotForThisKey, NotForThisKeyWords),
        (ErrorKind.RequestRejected, RequestRejectedWords),
    }.SelectMany(k => k.Words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(w => (Word: w, k.Kind)))
        .ToFrozenDictionary(w => w.Word, w => w.Kind, StringComparer.Ordinal);

    // In order: the first phrase that matches decides, so phrases about one request come before those about the account.
    private static readonly (ErrorKind Kind, PhrasePattern Pattern)[] Phrases =
    [
        .. Of(ErrorKind.NotForThisKey, NotForThisKeyPhrases),
        .. Of(ErrorKind.ContentRefused, ContentRefusedPhrases),
        .. Of(ErrorKind.TooLarge, TooLargePhrases),
        .. Of(ErrorKind.ModelAbsent, ModelAbsentPhrases),
        .. Of(ErrorKind.Unsupported, UnsupportedPhrases),
        .. Of(ErrorKind.Credentials, CredentialsPhrases),
        .. Of(ErrorKind.Overloaded, OverloadedPhrases),
        .. Of(ErrorKind.RateLimited, RateLimitedPhrases),
    ];

    /// <param name="word">Letters and digits only, in lower case.</param>
    public static ErrorKind? FromWord(ReadOnlySpan<char> word) =>
        Words.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var kind) ? kind : null;

    /// <param name="text">In lower case, without leading white space or quotes.</param>
    public static ErrorKind? FromText(ReadOnlySpan<byte> text)
    {
        foreach (var (kind, pattern) in Phrases)
            if (pattern.Matches(text))
                return kind;
        return null;
    }

    /// <summary>A status repeated in a body, whatever the status line says.</summary>
    public static ErrorKind? FromStatus(long status) => status switch
    {
        429 => ErrorKind.RateLimited,
        498 or 503 or 529 => ErrorKind.Overloaded,
        401 or 402 or 403 => ErrorKind.Forbidden,
        413 => ErrorKind.TooLarge,
        408 or (>= 500 and <= 599) => ErrorKind.Failed,
        >= 400 and <= 499 => ErrorKind.RequestRejected,
        _ => null,
    };

    private static IEnumerable<(ErrorKind, PhrasePattern)> Of(ErrorKind kind, string phrases) =>
        phrases.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(phrase => (kind, new PhrasePattern(phrase.TrimStart('`'))));
}
