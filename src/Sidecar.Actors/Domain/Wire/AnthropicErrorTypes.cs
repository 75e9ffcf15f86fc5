namespace Sidecar.Domain.Wire;

/// <summary>Anthropic's error types by status (https://docs.claude.com/en/api/errors).</summary>
internal static class AnthropicErrorTypes
{
    public static string Of(int status) => status switch
    {
        401 => "authentication_error",
        402 => "billing_error",
        403 => "permission_error",
        404 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        503 or 529 => "overloaded_error",
        504 => "timeout_error",
        >= 400 and <= 499 => "invalid_request_error",
        _ => "api_error",
    };
}
