using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Attempts;

/// <summary>What one attempt's answer means, for the backend and for the request (the contract's table of the walk).</summary>
public enum AttemptVerdict
{
    /// <summary>2xx, 3xx, or a 4xx that is the request's own fault: relayed, and a sign that the backend works.</summary>
    Success,

    /// <summary>429, or an answer that says so in its body.</summary>
    RateLimited,

    /// <summary>401, 402, 403 for the backend's own key.</summary>
    CredentialsRejected,

    /// <summary>401, 402, 403 for the client's own key: relayed; says nothing about the backend.</summary>
    ClientCredentialsRejected,

    /// <summary>503, 529.</summary>
    Overloaded,

    /// <summary>408, 500, 502, 504: an answer, but a failed one; relayed if nothing else came.</summary>
    FailedAnswer,

    /// <summary>No answer: connect error, timeout, protocol error, or a stream that broke.</summary>
    FailedTransport,

    /// <summary>An error of unknown kind under a success status: it cannot be blamed on anyone.</summary>
    UnknownError,

    /// <summary>A 4xx about the request, with a status for which the operator wants the next backend tried. A sign that the backend
    /// works.</summary>
    Declined,

    /// <summary>This backend does not have the model, which is left out here for a while.</summary>
    ModelAbsent,

    /// <summary>The request is larger than this backend allows.</summary>
    TooLarge,

    /// <summary>This backend does not know a parameter or a feature.</summary>
    Unsupported,

    /// <summary>The request's content is refused (moderation): relayed.</summary>
    RequestRefused,

    /// <summary>The backend's key may not do this one thing: it costs more than what is left, or its path is outside the key's
    /// scope.</summary>
    NotForThisKey,

    /// <summary>Ended by the client or by the walk's own deadline; says nothing about the backend.</summary>
    Abandoned,
}

/// <summary>The verdicts' words in stored facts: words may be added, but never changed.</summary>
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

    /// <summary>Throws <see cref="FormatException"/> for an unknown word.</summary>
    public static AttemptVerdict FromWire(string word)
    {
        foreach (var verdict in Enum.GetValues<AttemptVerdict>())
            if (verdict.ToWire() == word)
                return verdict;
        throw new FormatException($"'{word}' is not a verdict");
    }
}
