namespace Sidecar.Host.Configuration.Validation;

/// <summary>What may be a backend's base URL. Faults never repeat it: it may hold a password.</summary>
internal static class BaseUrls
{
    public static string? FaultOf(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0
            || text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '\\'))
            return "must be an absolute http or https address";
        if (url.UserInfo.Length > 0)
            return "must not hold a user name or password (use headers or one of the api-key keys)";
        return text.Contains('?', StringComparison.Ordinal) || text.Contains('#', StringComparison.Ordinal)
            ? "must not hold a query or fragment"
            : null;
    }
}
