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

    /// <summary>An error told under a status of success, of no known kind: nobody's fault that can be named.</summary>
    UnknownError,

    /// <summary>A 4xx that is the request's own, of a status that the operator has the next backend tried for. Evidence that the backend is
    /// well.</summary>
    Declined,

    /// <summary>The model is not to be had here: it is left out here for a while.</summary>
    ModelAbsent,

    /// <summary>This request is larger than what is let through here.</summary>
    TooLarge,

    /// <summary>A parameter or a feature that is not known here.</summary>
    Unsupported,

    /// <summary>What this request says is refused (moderation): relayed.</summary>
    RequestRefused,

    /// <summary>The backend's key may not do this one thing: a cost beyond what is left, a path outside its scope.</summary>
    NotForThisKey,

    /// <summary>Ended by the client or by the walk's own deadline; says nothing about the backend.</summary>
    Abandoned,
}

/// <summary>The verdicts' stored words, in the walks' facts: they may be added to, never changed.</summary>
internal static class AttemptVerdictNames
{
    public static string ToWire(this AttemptVerdict verdict) => verdict switch
    {
        AttemptVerdict.Success => "Success",
        AttemptVerdict.RateLimited => "RateLimited",
        AttemptVerdict.CredentialsRejected => "CredentialsRejected",
        AttemptVerdict.ClientCredentialsRejected => "ClientCredentialsRejected",
        AttemptVerdict.Overloaded => "Overloaded",
        AttemptVerdict.FailedAnswer => "FailedAnswer",
        AttemptVerdict.FailedTransport => "FailedTransport",
        AttemptVerdict.UnknownError => "UnknownError",
        AttemptVerdict.Declined => "Declined",
        AttemptVerdict.ModelAbsent => "ModelAbsent",
        AttemptVerdict.TooLarge => "TooLarge",
        AttemptVerdict.Unsupported => "Unsupported",
        AttemptVerdict.RequestRefused => "RequestRefused",
        AttemptVerdict.NotForThisKey => "NotForThisKey",
        AttemptVerdict.Abandoned => "Abandoned",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, null),
    };

    /// <summary>Throws <see cref="FormatException"/> for a word that is none.</summary>
    public static AttemptVerdict FromWire(string word)
    {
        foreach (var verdict in Enum.GetValues<AttemptVerdict>())
            if (verdict.ToWire() == word)
                return verdict;
        throw new FormatException($"'{word}' is no verdict");
    }
}
