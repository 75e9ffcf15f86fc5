using Sidecar.Domain.Wire;

namespace Sidecar.Host.Configuration.Validation;

/// <summary>Checks a backend's base URL. Faults never repeat it, because it may contain a password.</summary>
internal static class BaseUrls
{
    // The client's path is appended to the base URL; if the base URL already ended in it, it would be there twice.
    private static readonly string[] Endpoints =
    [
        "/chat/completions", "/completions", "/embeddings", "/responses", "/messages", "/messages/count_tokens", "/moderations", "/rerank",
        "/images/generations", "/images/edits", "/images/variations", "/audio/speech", "/audio/transcriptions", "/audio/translations",
        "/v1/models", "/v1/files", "/v1/batches",
    ];

    public static string? FaultOf(string text)
    {
        var sample = text.Replace(UpstreamUri.ModelPlace, "model", StringComparison.Ordinal);
        if (!Uri.TryCreate(sample, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0
            || text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '\\'))
            return "must be an absolute http or https address";
        if (url.UserInfo.Length > 0)
            return "must not hold a user name or password (use headers or one of the api-key keys)";
        if (text.Contains('?', StringComparison.Ordinal) || text.Contains('#', StringComparison.Ordinal))
            return "must not hold a query or fragment (parameters go into query { })";
        if (AuthorityOf(text).Contains(UpstreamUri.ModelPlace, StringComparison.Ordinal))
            return "may hold {model} in its path only";
        return EndpointAtEnd(url.AbsolutePath.TrimEnd('/')) is { } endpoint
            ? $"ends in the endpoint {endpoint}, which requests bring themselves: leave it out"
            : null;
    }

    private static string AuthorityOf(string text) => text.Split('/', 4)[2];

    private static string? EndpointAtEnd(string path) =>
        Endpoints.Where(endpoint => path.EndsWith(endpoint, StringComparison.OrdinalIgnoreCase)).MaxBy(endpoint => endpoint.Length);
}
