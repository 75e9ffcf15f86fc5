using System.Text;

namespace Sidecar.Host.Proxy;

/// <summary>Decodes the <c>Connection</c> header of a request so that the names of hop-by-hop headers in it survive.</summary>
/// <remarks>
/// Kestrel replaces a value that contains exactly one of the options it knows by that option alone, and loses the names beside it
/// ("close, x-hop" becomes "close"). Values without such names are left unchanged. In the others, <c>keep-alive</c> is removed if it is
/// the only option, because it is the default, and added beside <c>close</c> or <c>upgrade</c>: with two options Kestrel keeps the whole
/// value, and closing still wins. Names in a header line of their own, apart from such an option, are still lost, because each line is
/// decoded separately.
/// </remarks>
internal sealed class ConnectionHeaderEncoding : Encoding
{
    public static readonly ConnectionHeaderEncoding Instance = new();

    public override string GetString(byte[] bytes, int index, int count) => Reworded(Latin1.GetString(bytes, index, count));

    public override int GetCharCount(byte[] bytes, int index, int count) => GetString(bytes, index, count).Length;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        var text = GetString(bytes, byteIndex, byteCount);
        text.CopyTo(0, chars, charIndex, text.Length);
        return text.Length;
    }

    public override int GetByteCount(char[] chars, int index, int count) => Latin1.GetByteCount(chars, index, count);

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetMaxByteCount(int charCount) => Latin1.GetMaxByteCount(charCount);

    // Includes room for what is added.
    public override int GetMaxCharCount(int byteCount) => byteCount + ", keep-alive".Length;

    internal static string Reworded(string value)
    {
        if (!value.Contains(',', StringComparison.Ordinal))
            return value;
        var options = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (options.All(IsKnown))
            return value;
        var rest = options.Where(o => !Is(o, "keep-alive"));
        return string.Join(", ", options.Any(o => Is(o, "close") || Is(o, "upgrade")) ? rest.Append("keep-alive") : rest);
    }

    private static bool IsKnown(string option) => Is(option, "keep-alive") || Is(option, "close") || Is(option, "upgrade");

    private static bool Is(string option, string known) => option.Equals(known, StringComparison.OrdinalIgnoreCase);
}
