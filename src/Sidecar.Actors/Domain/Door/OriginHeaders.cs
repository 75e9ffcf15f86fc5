using System.Collections.Frozen;

namespace Sidecar.Domain.Door;

/// <summary>The response headers that act on the origin from which an answer comes. That origin is Sidecar's own, dashboard included, not
/// the upstream's, so they are removed.</summary>
/// <remarks>docs/door.md says what each of them would do.</remarks>
internal static class OriginHeaders
{
    private static readonly FrozenSet<string> Acting = FrozenSet.ToFrozenSet(
    [
        // Browsers store these for the whole origin, or for its host on all ports.
        "set-cookie", "set-cookie2", "set-login", "clear-site-data", "service-worker-allowed", "strict-transport-security",
            "public-key-pins", "expect-ct", "alt-svc", "accept-ch", "critical-ch",
        "origin-trial", "origin-agent-cluster", "use-as-dictionary", "activate-storage-access", "sec-session-registration",
            "secure-session-registration",
        // http.allowed-origins decides who may read the answers.
        "access-control-allow-origin", "access-control-allow-credentials", "access-control-allow-headers", "access-control-allow-methods",
            "access-control-allow-private-network",
        "access-control-expose-headers", "access-control-max-age",
        // Sidecar sets these itself, so an upstream must not add its own.
        "content-security-policy", "content-security-policy-report-only", "x-content-type-options",
        // These send the browser elsewhere, or make it report to others.
        "refresh", "speculation-rules", "nel", "report-to", "reporting-endpoints", "observe-browsing-topics",
            "attribution-reporting-register-source", "attribution-reporting-register-trigger",
    ], StringComparer.OrdinalIgnoreCase);

    public static bool ActOn(string name) => Acting.Contains(name);
}
