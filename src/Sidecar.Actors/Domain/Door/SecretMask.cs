using System.Text;

namespace Sidecar.Domain.Door;

/// <summary>Finds secrets in bytes that pass, and puts as many stars in their place, so that lengths stay what was said.</summary>
/// <param name="secrets">ASCII. Short ones are left out: they are words, such as the key "nvidia", and would be found where nobody wrote
/// them as a secret.</param>
public sealed class SecretMask(IEnumerable<string> secrets)
{
    private const int Shortest = 8;
    private const byte Star = (byte)'*';

    private readonly byte[][] _secrets =
        [.. secrets.Where(secret => secret.Length >= Shortest).Distinct(StringComparer.Ordinal).OrderByDescending(secret => secret.Length)
        .Select(Encoding.ASCII.GetBytes)];

    public bool IsEmpty => _secrets.Length == 0;

    /// <summary>Bytes of the longest.</summary>
    public int Longest => IsEmpty ? 0 : _secrets[0].Length;

    /// <summary>Masks every whole secret in the bytes.</summary>
    /// <returns>How many at their end may be the beginning of a secret whose rest is still to come.</returns>
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

    /// <summary>The same of a text.</summary>
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
