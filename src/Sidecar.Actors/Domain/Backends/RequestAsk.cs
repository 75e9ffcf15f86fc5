namespace Sidecar.Domain.Backends;

/// <summary>What a request asks for, by which those backends are told that can take it. The default asks for nothing in particular: every
/// backend can.</summary>
/// <param name="Api">One of them; None where it was not recorded.</param>
/// <param name="Translation">How it may be carried over where a backend lacks the API; None: not at all.</param>
/// <param name="Obstacle">The field that cannot be carried over, so that it is not; null: none is known.</param>
public readonly record struct RequestAsk(Apis Api, Translations Translation = Translations.None, string? Obstacle = null)
{
    /// <summary>How a request of this method and path may be carried over.</summary>
    public static Translations TranslationOf(string method, ReadOnlySpan<char> path) =>
        method != "POST" ? Translations.None
        : path.TrimEnd('/') is "/v1/messages" ? Translations.MessagesToChat
        : path.TrimEnd('/') is "/v1/responses" ? Translations.ResponsesToChat
        : Translations.None;

    /// <summary>The backend is given the request as it is.</summary>
    public bool IsSpokenBy(Backend backend) => Api == Apis.None || (backend.Apis & Api) != 0;

    /// <summary>The backend is given the request carried over, and only so.</summary>
    public bool IsTranslatedFor(Backend backend) => Obstacle is null && MayBeTranslatedFor(backend);

    /// <summary>Only what stands in the request can keep it from being carried over for this backend.</summary>
    public bool MayBeTranslatedFor(Backend backend) =>
        Translation != Translations.None && !IsSpokenBy(backend)
        && (backend.Translate & Translation) != 0 && (backend.Apis & Apis.Chat) != 0;

    public bool IsTakenBy(Backend backend) => IsSpokenBy(backend) || IsTranslatedFor(backend);
}
