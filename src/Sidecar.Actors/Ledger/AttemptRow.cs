namespace Sidecar.Ledger;

/// <summary>One finished attempt, as stored in the ledger. Unknown values are null, never zero.</summary>
public sealed record AttemptRow
{
    /// <summary>When the attempt ended, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    public required string RequestId { get; init; }

    /// <summary>1-based, within its request.</summary>
    public required int Attempt { get; init; }

    public required string Backend { get; init; }

    public required string Pool { get; init; }

    public required string Model { get; init; }

    public string? Client { get; init; }

    /// <summary><c>routing</c>, <c>primary-wait</c> or <c>emergency</c>.</summary>
    public required string Phase { get; init; }

    public int? Status { get; init; }

    /// <summary>One of <see cref="ErrorClasses"/>; null if the attempt succeeded.</summary>
    public string? ErrorClass { get; init; }

    public long? PromptTokens { get; init; }

    public long? CachedTokens { get; init; }

    public long? CompletionTokens { get; init; }

    public long? ReasoningTokens { get; init; }

    /// <summary>As the upstream reported it, or the sum of its parts.</summary>
    public long? TotalTokens { get; init; }

    /// <summary>In the currency of the configured prices; null if tokens or prices are unknown.</summary>
    public decimal? Cost { get; init; }

    /// <summary>From sending the attempt to the end of its body, in milliseconds.</summary>
    public required double LatencyMs { get; init; }

    /// <summary>From sending the attempt to the first event of a stream or the first byte of a body, in milliseconds.</summary>
    public double? FirstTokenMs { get; init; }

    public required bool Streamed { get; init; }
}

/// <summary>The closed vocabulary of <see cref="AttemptRow.ErrorClass"/>, each prefixed by the side at fault.</summary>
public static class ErrorClasses
{
    public const string RateLimited = "upstream_rate_limited";
    public const string Overloaded = "upstream_overloaded";
    public const string Credentials = "upstream_credentials";
    public const string FailedAnswer = "upstream_failed";
    public const string Unreachable = "upstream_unreachable";
    public const string Timeout = "upstream_timeout";
    public const string Protocol = "upstream_protocol";
    public const string Interrupted = "upstream_interrupted";
    public const string ModelAbsent = "upstream_model_absent";
    public const string UnknownError = "upstream_unknown_error";
    public const string TooLarge = "client_request_too_large";
    public const string Unsupported = "client_request_unsupported";
    public const string RequestRefused = "client_request_refused";
    public const string NotForThisKey = "client_request_beyond_key";
    public const string RequestRejected = "client_request_rejected";
    public const string ClientCredentials = "client_credentials";
    public const string Cancelled = "cancelled";
    public const string DeadlinePassed = "sidecar_deadline";
    public const string Internal = "sidecar_internal";
}
