using System.Text;
using System.Text.Json;

namespace Sidecar.Domain.Wire;

/// <summary>The keys of a body from which an upstream may read a model: <c>model</c> and <c>models</c>, in any case, because some parsers
/// ignore case.</summary>
internal static class ModelKeys
{
    // Go's parser treats this as an s.
    private const char LongS = '\u017f';

    /// <param name="reader">At a property's name.</param>
    public static bool Is(ref Utf8JsonReader reader)
    {
        var name = reader.ValueSpan;
        if (!reader.ValueIsEscaped && Ascii.IsValid(name))
            return name.Length is 5 or 6 && (Ascii.EqualsIgnoreCase(name, "model"u8) || Ascii.EqualsIgnoreCase(name, "models"u8));
        return name.Length is >= 5 and <= 36 && Is(reader.GetString()!.Replace(LongS, 's'));
    }

    /// <summary>The same for a form field.</summary>
    public static bool Is(string name) =>
        name.Equals("model", StringComparison.OrdinalIgnoreCase) || name.Equals("models", StringComparison.OrdinalIgnoreCase);
}
