namespace Sidecar.Domain.Backends;

/// <summary>The API that a request asks for, which determines the backends that can take it. The default asks for nothing in particular:
/// every backend can take it.</summary>
/// <param name="Api">A single one; None if it was not recorded.</param>
/// <param name="Translation">The translation to use if a backend lacks the API; None: not at all.</param>
/// <param name="Obstacle">The field that prevents the translation; null: none is known.</param>
public readonly record struct RequestAsk(Apis Api, Translations Translation = Translations.None, string? Obstacle = null)
{
    /// <summary>The translation for requests with this method and path.</summary>
    public static Translations TranslationOf(string method, ReadOnlySpan<char> path) =>
        method != "POST" ? Translations.None
        : path.TrimEnd('/') is "/v1/messages" ? Translations.MessagesToChat
        : path.TrimEnd('/') is "/v1/responses" ? Translations.ResponsesToChat
        : Translations.None;

    /// <summary>Whether the backend gets the request as it is.</summary>
    public bool IsSpokenBy(Backend backend) => Api == Apis.None || (backend.Apis & Api) != 0;

    /// <summary>Whether the backend gets the request only in translated form.</summary>
    public bool IsTranslatedFor(Backend backend) => Obstacle is null && MayBeTranslatedFor(backend);

    /// <summary>Whether the request could be translated for this backend if its content allows it.</summary>
    public bool MayBeTranslatedFor(Backend backend) =>
        Translation != Translations.None && !IsSpokenBy(backend)
        && (backend.Translate & Translation) != 0 && (backend.Apis & Apis.Chat) != 0;

    public bool IsTakenBy(Backend backend) => IsSpokenBy(backend) || IsTranslatedFor(backend);
}
