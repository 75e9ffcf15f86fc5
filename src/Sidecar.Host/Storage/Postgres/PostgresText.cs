using System.Text;

namespace Sidecar.Host.Storage.Postgres;

/// <summary>Makes text storable in PostgreSQL. Clients choose some of it, such as the model, and one row that cannot be stored would
/// block its whole batch for ever.</summary>
internal static class PostgresText
{
    /// <summary>The same text, with U+FFFD in place of the zero character and of halves of surrogate pairs.</summary>
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
        // Halves are enumerated as U+FFFD.
        foreach (var rune in text.EnumerateRunes())
            mended.Append(rune.Value == 0 ? Rune.ReplacementChar.ToString() : rune.ToString());
        return mended.ToString();
    }
}
