namespace Sidecar.Domain.Attempts;

/// <summary>What an error that a body tells is about.</summary>
internal enum ErrorKind
{
    /// <summary>The request is wrong, and would be everywhere. The weakest word: it often stands beside a more telling one.</summary>
    RequestRejected,

    /// <summary>The backend failed; weak, for it often stands beside what failed.</summary>
    Failed,

    /// <summary>The backend, or the model on it, has no room for anybody.</summary>
    Overloaded,

    /// <summary>A limit of the key or the account.</summary>
    RateLimited,

    /// <summary>The key, its account, its balance.</summary>
    Credentials,

    /// <summary>Refused, and no more: what a status of 401 or 403 says already. Weaker than any reason that stands beside it.</summary>
    Forbidden,

    /// <summary>This model is not to be had here.</summary>
    ModelAbsent,

    /// <summary>This request is larger than what is let through here.</summary>
    TooLarge,

    /// <summary>A parameter or a feature that is not known here.</summary>
    Unsupported,

    /// <summary>A parameter is wrong here. Weaker than <see cref="Unsupported"/>: it is said beside trouble of other kinds, too.</summary>
    ParameterRejected,

    /// <summary>What this prompt says: moderation, a content policy.</summary>
    ContentRefused,

    /// <summary>The key may not do this one thing: it costs more than is left, or its path lies outside the key's scope.</summary>
    NotForThisKey,
}
