namespace Sidecar.Domain.Attempts;

/// <summary>Tells from an error's own numbers whether the request is too large or the limit is used up.</summary>
/// <remarks><c>Limit 8000, Requested 20449</c> compared with <c>Limit 8000, Used 7000, Requested 2000</c>.</remarks>
internal static class SizeNumbers
{
    /// <param name="text">In lower case.</param>
    public static bool Exceed(ReadOnlySpan<byte> text)
    {
        var requested = Max(
            After(text, "requested"u8), After(text, "request of "u8), After(text, "request contains "u8), After(text, "request has "u8),
            After(text, "request used "u8), After(text, "request needs "u8), After(text, "request requires "u8));
        if (requested is null)
            return false;
        var limit = After(text, "limit"u8) ?? After(text, "max size"u8) ?? After(text, "maximum"u8);
        return requested > limit;
    }

    private static long? Max(params ReadOnlySpan<long?> numbers)
    {
        long? most = null;
        foreach (var number in numbers)
            if (number is { } known && known >= (most ?? known))
                most = known;
        return most;
    }

    // The first mention followed by a number: "tokens per minute (TPM): Limit 8000" comes after "Rate limit reached for model".
    private static long? After(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        while (text.IndexOf(word) is var at and >= 0)
        {
            text = text[(at + word.Length)..];
            if (NumberAt(text) is { } number)
                return number;
        }

        return null;
    }

    // Only a number directly after the word counts: "limit reached for gpt-4" names no limit.
    private static long? NumberAt(ReadOnlySpan<byte> text)
    {
        while (true)
        {
            text = text.TrimStart(" :=(*`'\""u8);
            var letters = text.IndexOfAnyExceptInRange((byte)'a', (byte)'z') is var end and >= 0 ? end : text.Length;
            if (letters == 0)
                return Parse(text);
            var word = text[..letters];
            if (!word.SequenceEqual("of"u8) && !word.SequenceEqual("is"u8) && !word.SequenceEqual("tokens"u8))
                return null;
            text = text[letters..];
        }
    }

    private static long? Parse(ReadOnlySpan<byte> text)
    {
        var number = 0L;
        var digits = 0;
        foreach (var b in text)
        {
            if (b is (byte)',' or (byte)'_' && digits > 0)
                continue;
            if (!char.IsAsciiDigit((char)b) || ++digits > 15)
                break;
            number = (number * 10) + (b - '0');
        }

        return digits > 0 ? number : null;
    }
}
