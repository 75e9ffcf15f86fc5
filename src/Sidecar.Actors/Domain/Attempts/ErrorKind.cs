namespace Sidecar.Domain.Attempts;

/// <summary>What an error reported in a body is about.</summary>
internal enum ErrorKind
{
    /// <summary>The request is wrong and would be so everywhere. The weakest kind: it often stands beside a more specific one.</summary>
    RequestRejected,

    /// <summary>The backend failed. Weak, because it often stands beside the cause.</summary>
    Failed,

    /// <summary>The backend, or the model on it, has no capacity for anyone.</summary>
    Overloaded,

    /// <summary>A limit of the key or the account is reached.</summary>
    RateLimited,

    /// <summary>Something is wrong with the key, its account or its balance.</summary>
    Credentials,

    /// <summary>Refused without a reason, as a status of 401 or 403 already says. Weaker than any reason beside it.</summary>
    Forbidden,

    /// <summary>This backend does not have the model.</summary>
    ModelAbsent,

    /// <summary>The request is larger than this backend allows.</summary>
    TooLarge,

    /// <summary>This backend does not know a parameter or a feature.</summary>
    Unsupported,

    /// <summary>A parameter is wrong here. Weaker than <see cref="Unsupported"/>: it also appears beside other kinds of
    /// trouble.</summary>
    ParameterRejected,

    /// <summary>The prompt's content is refused: moderation, a content policy.</summary>
    ContentRefused,

    /// <summary>The key may not do this one thing: it costs more than what is left, or its path is outside the key's scope.</summary>
    NotForThisKey,
}
