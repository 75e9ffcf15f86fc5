using System.Text;

namespace Sidecar.Domain.Door;

/// <summary>Replaces secrets in passing bytes with the same number of stars, so that announced lengths stay true.</summary>
/// <param name="secrets">ASCII. Short ones are ignored: they are ordinary words, such as the key "nvidia", and would match text that is
/// not secret.</param>
public sealed class SecretMask(IEnumerable<string> secrets)
{
    private const int Shortest = 8;
    private const byte Star = (byte)'*';

    private readonly byte[][] _secrets =
        [.. secrets.Where(secret => secret.Length >= Shortest).Distinct(StringComparer.Ordinal).OrderByDescending(secret => secret.Length)
        .Select(Encoding.ASCII.GetBytes)];

    public bool IsEmpty => _secrets.Length == 0;

    /// <summary>The length of the longest, in bytes.</summary>
    public int Longest => IsEmpty ? 0 : _secrets[0].Length;

    /// <summary>Masks every whole secret in the bytes.</summary>
    /// <returns>How many bytes at the end may be the beginning of a secret that continues in the next piece.</returns>
    public int Apply(Span<byte> bytes)
    {
        foreach (var secret in _secrets)
            for (var rest = bytes; rest.IndexOf(secret) is var at and >= 0; rest = rest[(at + secret.Length)..])
                rest.Slice(at, secret.Length).Fill(Star);
        var held = 0;
        foreach (var secret in _secrets)
            held = Math.Max(held, BegunAtEnd(bytes, secret));
        return held;
    }

    /// <summary>The same for a text.</summary>
    public string Apply(string text)
    {
        foreach (var secret in _secrets)
            text = text.Replace(Encoding.ASCII.GetString(secret), new string((char)Star, secret.Length), StringComparison.Ordinal);
        return text;
    }

    private static int BegunAtEnd(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> secret)
    {
        for (var length = Math.Min(secret.Length - 1, bytes.Length); length > 0; length--)
            if (bytes.EndsWith(secret[..length]))
                return length;
        return 0;
    }
}
