namespace Sidecar.Domain.Wire;

/// <summary>What the body of an answer itself says of its fate, whatever its status line claims.</summary>
public enum AnswerSignal
{
    /// <summary>Nothing: an ordinary answer, or an error that names no cause.</summary>
    None,

    /// <summary>429, <c>rate_limit_exceeded</c>, <c>RESOURCE_EXHAUSTED</c> and the like.</summary>
    RateLimited,

    /// <summary>503, 529, <c>overloaded_error</c> and the like.</summary>
    Overloaded,

    /// <summary>401, 402, 403, <c>invalid_api_key</c> and the like.</summary>
    CredentialsRejected,

    /// <summary>408, 500, 502, 504, <c>server_error</c> and the like.</summary>
    Failed,

    /// <summary>Any other 4xx, <c>invalid_request_error</c> and the like: the request's own fault.</summary>
    RequestRejected,
}
