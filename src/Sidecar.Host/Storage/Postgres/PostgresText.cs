using System.Text;

namespace Sidecar.Host.Storage.Postgres;

/// <summary>Text that PostgreSQL can hold. Clients choose some of it, such as the model, and one row that could not be stored would keep
/// its whole batch from it for ever.</summary>
internal static class PostgresText
{
    /// <summary>The same, or with U+FFFD in the place of the zero character and of halves of surrogate pairs.</summary>
    public static string Of(string text)
    {
        foreach (var c in text)
            if (c == '\0' || char.IsSurrogate(c))
                return Mended(text);
        return text;
    }

    private static string Mended(string text)
    {
        var mended = new StringBuilder(text.Length);
        // Halves come as U+FFFD.
        foreach (var rune in text.EnumerateRunes())
            mended.Append(rune.Value == 0 ? Rune.ReplacementChar.ToString() : rune.ToString());
        return mended.ToString();
    }
}
