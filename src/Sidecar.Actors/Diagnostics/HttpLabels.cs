namespace Sidecar.Diagnostics;

/// <summary>Methods and paths as telemetry shows them: a closed set, whatever clients send.</summary>
internal static class HttpLabels
{
    public const string OtherRoute = "/v1/{**path}";

    private static readonly string[] Routes =
    [
        "/v1/chat/completions", "/v1/responses", "/v1/messages", "/v1/completions", "/v1/embeddings", "/v1/models",
            "/v1/images/generations", "/v1/audio/speech", "/v1/audio/transcriptions",
    ];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "CONNECT", "TRACE"];

    private static readonly object?[] Statuses = [.. Enumerable.Range(0, 600).Select(status => (object?)status)];

    public static string RouteOf(string path) => Known(Routes, path) ?? OtherRoute;

    public static string MethodOf(string method) => Known(Methods, method) ?? TelemetryNames.Values.OtherMethod;

    /// <summary>A status as an attribute's value, without allocating a box.</summary>
    public static object? StatusOf(int status) => (uint)status < (uint)Statuses.Length ? Statuses[status] : status;

    private static string? Known(string[] names, string name)
    {
        foreach (var known in names)
            if (string.Equals(known, name, StringComparison.Ordinal))
                return known;
        return null;
    }
}
