using System.Buffers;

namespace Sidecar.Domain.Wire;

/// <summary>Builds the address of an upstream request from a backend's base URL and the client's path and query.</summary>
/// <remarks>Nothing from the client is decoded or encoded again, so the upstream sees the client's own spelling.</remarks>
public static class UpstreamUri
{
    /// <summary>The placeholder for the upstream's model name in a base URL, as in <c>…/openai/deployments/{model}</c>.</summary>
    public const string ModelPlace = "{model}";

    private const string RequestVersion = "/v1";

    private static readonly SearchValues<char> VersionCharacters =
        SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-_");

    /// <param name="baseUrl">Absolute; trailing slashes do not matter.</param>
    /// <param name="versionPath">The path between it and the endpoint; null: derived from the base URL (<see cref="VersionOf"/>).</param>
    /// <param name="path">The client's path, <c>/v1/…</c>.</param>
    /// <param name="ownQuery">The backend's own parameters, encoded and without a question mark; they replace the client's of the same
    /// name.</param>
    /// <param name="query">The client's query with its question mark, or empty.</param>
    public static string Join(string baseUrl, string? versionPath, string path, string ownQuery = "", string query = "")
    {
        var address = baseUrl.TrimEnd('/');
        var isVersioned = path.StartsWith(RequestVersion, StringComparison.Ordinal)
            && (path.Length == RequestVersion.Length || path[RequestVersion.Length] == '/');
        var version = isVersioned ? (versionPath ?? VersionOf(address)).TrimEnd('/') : "";
        var rest = isVersioned ? path.AsSpan(RequestVersion.Length) : path;
        return $"{address}{version}{rest}{UpstreamQuery.Join(ownQuery, query)}";
    }

    /// <summary>
    /// SDKs append the endpoint to the base URL; if the path of a base URL has no version, it is taken as the root above <c>/v1</c>.
    /// </summary>
    public static string VersionOf(string baseUrl) => HasVersion(PathOf(baseUrl)) ? "" : RequestVersion;

    /// <summary>
    /// The base URL for a request for this model. Null: the request names none, or one that cannot be a segment of a path.
    /// </summary>
    public static string WithModel(string baseUrl, string? model)
    {
        var segment = model is not null && ModelSegment.TryEncode(model, out var encoded) ? encoded : null;
        // Requests that are not about a deployment (files, batches) have their place beside the deployments:
        // https://learn.microsoft.com/azure/ai-services/openai/reference
        return segment is null
            ? baseUrl.Replace("/deployments/" + ModelPlace, "", StringComparison.Ordinal)
                .Replace(ModelPlace, RequestEnvelope.UnknownModel, StringComparison.Ordinal)
            : baseUrl.Replace(ModelPlace, segment, StringComparison.Ordinal);
    }

    private static bool HasVersion(ReadOnlySpan<char> path)
    {
        foreach (var range in path.Split('/'))
            if (IsVersion(path[range]))
                return true;
        return false;
    }

    // v1, v4, v1beta, v2.0, v1-openai: a "v", a digit, then only letters, digits, dots, dashes and underscores.
    private static bool IsVersion(ReadOnlySpan<char> segment) =>
        segment.Length > 1 && segment[0] is 'v' or 'V' && char.IsAsciiDigit(segment[1]) && !segment.ContainsAnyExcept(VersionCharacters);

    private static ReadOnlySpan<char> PathOf(string baseUrl)
    {
        // The host is not part of the path: a machine called "v1" is not a version.
        var scheme = baseUrl.IndexOf("://", StringComparison.Ordinal);
        var afterScheme = scheme < 0 ? baseUrl : baseUrl.AsSpan(scheme + 3);
        var slash = afterScheme.IndexOf('/');
        return slash < 0 ? default : afterScheme[slash..];
    }
}
