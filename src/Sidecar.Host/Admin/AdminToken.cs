using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace Sidecar.Host.Admin;

/// <summary>Admits requests to the admin endpoints only with <c>Authorization: Bearer</c> and the operator's token. If no token is
/// configured, none is admitted.</summary>
public sealed class AdminToken : IEndpointFilter
{
    private const string Scheme = "Bearer ";

    private readonly byte[]? _hash;
    private readonly string _variable;
    private readonly TokenGuesses _guesses;
    private readonly ILogger _log;

    /// <param name="token">Null or blank: the admin endpoints are off.</param>
    /// <param name="variable">The environment variable for the token, named in the message that says how to turn the endpoints
    /// on.</param>
    /// <param name="time">The clock for delaying answers to wrong tokens.</param>
    /// <param name="log">The log for wrong tokens.</param>
    public AdminToken(string? token, string variable, TimeProvider? time = null, ILogger<AdminToken>? log = null)
    {
        _hash = string.IsNullOrWhiteSpace(token) ? null : Hash(token.Trim());
        _variable = variable;
        _guesses = new TokenGuesses(time ?? TimeProvider.System);
        _log = log ?? NullLogger<AdminToken>.Instance;
    }

    public bool IsConfigured => _hash is not null;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (!IsConfigured)
            return AdminError.Refuse(StatusCodes.Status403Forbidden, new(
                $"The admin endpoints are off. Set the environment variable {_variable} to a secret token, or admin.token-file to a file "
                    + $"that holds one, and restart Sidecar.", "permission_error", "admin_disabled", null));
        var http = context.HttpContext;
        switch (http.Request.Headers.Authorization.Count == 0 ? TokenVerdict.Wrong
            : await JudgeAsync(http, http.Request.Headers.Authorization))
        {
            case TokenVerdict.Right:
                return await next(context);
            case TokenVerdict.NotJudged:
                http.Response.Headers.RetryAfter = "1";
                return AdminError.Refuse(StatusCodes.Status429TooManyRequests, new(
                    "Too many wrong tokens were sent from your address: try again in a second.", "rate_limit_error",
                        "too_many_wrong_tokens", null));
            default:
                http.Response.Headers.WWWAuthenticate = "Bearer";
                return AdminError.Refuse(StatusCodes.Status401Unauthorized, new(
                    "This endpoint requires the admin token: Authorization: Bearer <token>.", "authentication_error", "invalid_admin_token",
                        null));
        }
    }

    /// <summary>Checks a presented token; a wrong one is delayed and logged, without the token itself.</summary>
    internal async ValueTask<TokenVerdict> JudgeAsync(HttpContext http, string? authorization)
    {
        var verdict = await _guesses.JudgeAsync(http.Connection.RemoteIpAddress, () => Admits(authorization));
        if (verdict == TokenVerdict.Wrong)
            AdminLog.WrongToken(_log, http.Connection.RemoteIpAddress, http.Request.Method, http.Request.Path, _guesses.TakeUnjudged());
        return verdict;
    }

    /// <summary>Whether an Authorization header's value contains the token.</summary>
    public bool Admits(string? authorization) =>
        authorization is not null
        && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Hash(authorization[Scheme.Length..].Trim()), _hash);

    // Hashes have a fixed length, so comparing them does not even reveal the length of the token.
    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
