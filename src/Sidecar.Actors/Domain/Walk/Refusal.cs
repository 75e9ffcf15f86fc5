namespace Sidecar.Domain.Walk;

/// <summary>An answer of Sidecar's own: HTTP status, the error object's fields, and what a client is told of trying again.</summary>
/// <param name="RetryAfterSeconds">Whole seconds; null: no Retry-After header.</param>
/// <param name="MayRetry">False adds <c>x-should-retry: false</c>, which stops SDKs from multiplying a refusal that waited already.</param>
public sealed record Refusal(int Status, string Code, string Type, string Message, int? RetryAfterSeconds = null, bool MayRetry = true);

/// <summary>Every refusal there is (the contract's table of Sidecar's own answers).</summary>
public static class Refusals
{
    public const string ExhaustedCode = "all_pools_exhausted";

    public static readonly Refusal ShuttingDown =
        new(503, "shutting_down", "service_unavailable", "Service unavailable: this proxy is shutting down", 1);

    public static readonly Refusal InternalError =
        new(500, "internal_error", "server_error", "Internal error in the proxy; see its log for this request id");

    public static readonly Refusal NoBackendConfigured =
        new(503, "no_backend_configured", "service_unavailable",
            "Service unavailable: no backend is configured. Add one under sidecar.backends in the configuration file, or set NVIDIA_API_KEY, OPENROUTER_API_KEY, GROQ_API_KEY or OPENAI_API_KEY, and start again",
            MayRetry: false);

    public static readonly Refusal MalformedBody =
        new(400, "malformed_request_body", "invalid_request_error", "Request body does not keep to its own framing, or came too slowly");

    public static readonly Refusal InvalidClientKey =
        new(401, "invalid_client_key", "authentication_error", "This proxy asks for a client key: Authorization: Bearer KEY, or x-api-key: KEY", MayRetry: false);

    public static Refusal AllPoolsExhausted(int retryAfterSeconds) =>
        new(503, ExhaustedCode, "AllPoolsExhausted", "Service unavailable: all provider pools exhausted", retryAfterSeconds, MayRetry: false);

    public static Refusal NoBackendForModel(string model) =>
        new(503, "no_backend_for_model", "service_unavailable", $"Service unavailable: no enabled backend serves the model '{Shortened(model)}'", MayRetry: false);

    /// <param name="model">Null when the request names none.</param>
    public static Refusal ModelNotAllowed(string? model) =>
        new(403, "model_not_allowed", "permission_error",
            model is null ? "This client may use certain models only, and the request's body names none that can be read" : $"This client may not use the model '{Shortened(model)}'",
            MayRetry: false);

    public static Refusal ClientRateLimited(int rpm, int retryAfterSeconds) =>
        new(429, "client_rate_limited", "rate_limit_error", $"This client may send {rpm} requests a minute (sidecar.clients)", retryAfterSeconds);

    public static Refusal RequestTooLarge(long limit) =>
        new(413, "request_too_large", "invalid_request_error", $"Request body is larger than {limit} bytes (sidecar.http.max-request-body)");

    public static Refusal UnknownPath(string path) =>
        new(404, "not_found", "invalid_request_error", $"Nothing is served at '{Shortened(path)}': everything under /v1/ is proxied");

    // Clients choose these texts; a message needs only their beginning.
    private static string Shortened(string text) => text.Length <= 200 ? text : text[..200] + "…";
}
