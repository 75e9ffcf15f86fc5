using Sidecar.Domain.Backends;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Walk;

/// <summary>An answer of Sidecar's own: HTTP status, the fields of the error object, and whether and when to try again.</summary>
/// <param name="Code">Sidecar's own code: recorded, and sent as <c>x-sidecar-code</c>.</param>
/// <param name="RetryAfterSeconds">Whole seconds; null: no Retry-After header.</param>
/// <param name="MayRetry">False adds <c>x-should-retry: false</c>, which stops SDKs from repeating a request that has waited
/// already.</param>
/// <param name="KnownAs">The code in the error object, if clients know this case by another name; null: <paramref name="Code"/>.</param>
public sealed record Refusal(
    int Status, string Code, string Type, string Message, int? RetryAfterSeconds = null, bool MayRetry = true, string? KnownAs = null)
{
    public OwnError Error => new(Status, Message, Type, KnownAs ?? Code);
}

/// <summary>Every refusal (the contract's table of Sidecar's own answers).</summary>
public static class Refusals
{
    public const string ExhaustedCode = "all_pools_exhausted";

    private const string ModelNotFound = "model_not_found";

    public static readonly Refusal ShuttingDown =
        new(503, "shutting_down", "service_unavailable", "Service unavailable: this proxy is shutting down", 1);

    public static readonly Refusal InternalError =
        new(500, "internal_error", "server_error", "Internal error in the proxy; see its log for this request id");

    public static readonly Refusal NoBackendConfigured =
        new(503, "no_backend_configured", "service_unavailable",
            "Service unavailable: no backend is configured. Add one under sidecar.backends in the configuration file, or set "
                + "NVIDIA_API_KEY, OPENROUTER_API_KEY, GROQ_API_KEY or OPENAI_API_KEY, and start again",
            MayRetry: false);

    public static readonly Refusal Overloaded =
        new(503, "overloaded", "service_unavailable",
            "Service unavailable: this proxy is short of descriptors or memory; /readyz says which", 1);

    public static readonly Refusal MalformedBody =
        new(400, "malformed_request_body", "invalid_request_error", "The request body's framing is invalid, or it arrived too slowly");

    public static readonly Refusal InvalidClientKey =
        new(401, "invalid_client_key", "authentication_error",
            "This proxy requires a client key: Authorization: Bearer KEY, or x-api-key: KEY", MayRetry: false);

    public static readonly Refusal UpgradeRequired =
        new(426, "upgrade_required", "invalid_request_error",
            "WebSocket is not supported: use HTTP, with \"stream\": true for events", MayRetry: false);

    /// <param name="retryAfterSeconds">Until the earliest backend that could serve it.</param>
    /// <param name="keptOut">Why each pool could not serve.</param>
    public static Refusal AllPoolsExhausted(int retryAfterSeconds, string keptOut) =>
        new(503, ExhaustedCode, "AllPoolsExhausted", $"Service unavailable: all provider pools exhausted ({keptOut})", retryAfterSeconds,
            MayRetry: false);

    // A 503 would make clients retry for minutes something that cannot succeed.
    public static Refusal NoBackendForModel(string model) =>
        new(404, "no_backend_for_model", "invalid_request_error", $"No enabled backend serves the model '{Shortened(model)}'",
            MayRetry: false, KnownAs: ModelNotFound);

    public static Refusal NoBackendForApi(Apis api, string model) =>
        new(404, "no_backend_for_api", "invalid_request_error",
            $"No enabled backend that serves the model '{Shortened(model)}' speaks the {api.ToWire()} API (apis, translate)",
            MayRetry: false, KnownAs: ModelNotFound);

    // Phrased as a fault of the request and of the backends: changing the request or adding a backend that speaks its API both help.
    public static Refusal Untranslatable(in RequestAsk ask) =>
        new(400, "cannot_be_translated", "invalid_request_error",
            $"{ask.Obstacle}: cannot be translated to chat completions, and no backend speaks the {ask.Api.ToWire()} API itself",
            MayRetry: false);

    /// <param name="model">Null when the request names none.</param>
    /// <remarks>Not a 403: clients would then stop using the credential for all models.</remarks>
    public static Refusal ModelNotAllowed(string? model) =>
        new(404, "model_not_allowed", "invalid_request_error",
            model is null ? "This client may only use certain models, and the request's body names none that can be read"
                : $"This client may not use the model '{Shortened(model)}'",
            MayRetry: false, KnownAs: ModelNotFound);

    /// <summary>Which of several names an upstream uses cannot be known, so all of them would have to be allowed.</summary>
    public static readonly Refusal ModelNamedTwice = ModelNotAllowed(null) with
    {
        Message = "This client may only use certain models, and "
        + "the request's body names more than one (a second model, or models)"
    };

    public static Refusal ClientRateLimited(int rpm, int retryAfterSeconds) =>
        new(429, "client_rate_limited", "rate_limit_error", $"This client may send {rpm} requests per minute (sidecar.clients)",
            retryAfterSeconds);

    public static Refusal RequestTooLarge(long limit) =>
        new(413, "request_too_large", "invalid_request_error",
            $"Request body is larger than {limit} bytes (sidecar.http.max-request-body)");

    public static Refusal WrongHost(string host) =>
        new(421, "host_not_allowed", "invalid_request_error",
            $"This Sidecar is not '{Shortened(host)}': address it by a loopback name or an address that it listens on, or add the name to "
                + $"sidecar.http.allowed-hosts", MayRetry: false);

    /// <param name="origin">Empty if the browser told only that the page belongs to another site.</param>
    public static Refusal WrongOrigin(string origin) =>
        new(403, "origin_not_allowed", "permission_error",
            $"Web pages of {(origin.Length > 0 ? $"'{Shortened(origin)}'" : "other sites")} may not use this Sidecar: add the origin to "
                + $"sidecar.http.allowed-origins if they should", MayRetry: false);

    public static readonly Refusal LoopDetected =
        new(508, "loop_detected", "invalid_request_error",
            "This request has passed through this Sidecar already: the base-url of one of its backends leads back to it", MayRetry: false);

    public static readonly Refusal InvalidModel =
        new(400, "invalid_model", "invalid_request_error", $"The model's name is longer than {RequestEnvelope.LongestModel} characters",
            MayRetry: false);

    public static readonly Refusal InvalidPath =
        new(400, "invalid_path", "invalid_request_error", "The path leads outside its base when it is decoded further",
            MayRetry: false);

    public static Refusal UnknownPath(string path) =>
        new(404, "not_found", "invalid_request_error", $"Nothing is served at '{Shortened(path)}': everything under /v1/ is proxied");

    // Clients choose these texts; the beginning is enough for a message.
    private static string Shortened(string text) => text.Length <= 200 ? text : text[..200] + "…";
}
