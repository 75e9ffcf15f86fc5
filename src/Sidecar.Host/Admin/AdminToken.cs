using System.Security.Cryptography;
using System.Text;

namespace Sidecar.Host.Admin;

/// <summary>Lets a request through to the admin endpoints only with <c>Authorization: Bearer</c> and the operator's token. Without a configured token nobody passes.</summary>
public sealed class AdminToken : IEndpointFilter
{
    private const string Scheme = "Bearer ";

    private readonly byte[]? _hash;
    private readonly string _variable;

    /// <param name="token">Null or blank: the admin endpoints are off.</param>
    /// <param name="variable">The environment variable that the token comes from, for the message that says how to turn them on.</param>
    public AdminToken(string? token, string variable)
    {
        _hash = string.IsNullOrWhiteSpace(token) ? null : Hash(token.Trim());
        _variable = variable;
    }

    public bool IsConfigured => _hash is not null;

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (!IsConfigured)
            return ValueTask.FromResult<object?>(AdminError.Refuse(StatusCodes.Status403Forbidden, new(
                $"The admin endpoints are off. Set the environment variable {_variable} to a secret token, or admin.token-file to a file that holds one, and restart Sidecar.", "permission_error", "admin_disabled", null)));
        if (Admits(context.HttpContext.Request.Headers.Authorization))
            return next(context);
        context.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        return ValueTask.FromResult<object?>(AdminError.Refuse(StatusCodes.Status401Unauthorized, new(
            "This endpoint asks for the admin token: Authorization: Bearer <token>.", "authentication_error", "invalid_admin_token", null)));
    }

    /// <summary>Whether the value of an Authorization header carries the token.</summary>
    public bool Admits(string? authorization) =>
        authorization is not null
        && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Hash(authorization[Scheme.Length..].Trim()), _hash);

    // Hashes have one length, so that comparing them does not even tell the length of the token.
    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
