using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Attempts;

/// <summary>What one attempt's answer means, for the backend and for the request (the contract's table of the walk).</summary>
public enum AttemptVerdict
{
    /// <summary>2xx, 3xx, or a 4xx that is the request's own fault: relayed, and evidence that the backend is well.</summary>
    Success,

    /// <summary>429, or an answer that says so in its body.</summary>
    RateLimited,

    /// <summary>401, 402, 403 for the backend's own key.</summary>
    CredentialsRejected,

    /// <summary>401, 402, 403 for the client's own key: relayed; says nothing about the backend.</summary>
    ClientCredentialsRejected,

    /// <summary>503, 529.</summary>
    Overloaded,

    /// <summary>408, 500, 502, 504: an answer, but a failed one; relayed when nothing else ever came.</summary>
    FailedAnswer,

    /// <summary>No answer: connect error, timeout, protocol error, or a stream that broke.</summary>
    FailedTransport,

    /// <summary>Ended by the client or by the walk's own deadline; says nothing about the backend.</summary>
    Abandoned,
}
