namespace Sidecar.Domain.Backends;

/// <summary>The pairs of APIs between which a request may be translated.</summary>
[Flags]
public enum Translations
{
    None = 0,

    /// <summary>Anthropic's messages, served by chat completions.</summary>
    MessagesToChat = 1,

    /// <summary>OpenAI's responses, served by chat completions.</summary>
    ResponsesToChat = 2,

    All = MessagesToChat | ResponsesToChat,
}

/// <summary>The words for <see cref="Translations"/> in the configuration, in walks' facts and in a header: words may be added, but never
/// changed.</summary>
public static class TranslationNames
{
    public static IReadOnlyList<string> All { get; } =
        [Translations.MessagesToChat.ToWire(), Translations.ResponsesToChat.ToWire()];

    public static string ToWire(this Translations translation) => translation switch
    {
        Translations.MessagesToChat => "messages-to-chat",
        Translations.ResponsesToChat => "responses-to-chat",
        _ => throw new ArgumentOutOfRangeException(nameof(translation), translation, null),
    };

    /// <summary>Throws <see cref="FormatException"/> for an unknown word.</summary>
    public static Translations FromWire(string word) =>
        TryFind(word, out var translation) ? translation : throw new FormatException($"'{word}' is not a translation");

    public static bool TryFind(string word, out Translations translation)
    {
        translation = word switch
        {
            "messages-to-chat" => Translations.MessagesToChat,
            "responses-to-chat" => Translations.ResponsesToChat,
            _ => Translations.None,
        };
        return translation != Translations.None;
    }
}
