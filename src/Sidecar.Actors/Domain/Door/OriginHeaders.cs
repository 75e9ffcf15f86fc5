using System.Collections.Frozen;

namespace Sidecar.Domain.Door;

/// <summary>The response headers by which an answer does something to the origin that it comes from. That is Sidecar's own, the dashboard's
/// included, and no upstream's.</summary>
/// <remarks>docs/door.md says of each what it would do.</remarks>
internal static class OriginHeaders
{
    private static readonly FrozenSet<string> Acting = FrozenSet.ToFrozenSet(
    [
        // Kept by the browser for the whole origin, or for its host on all ports.
        "set-cookie", "set-cookie2", "set-login", "clear-site-data", "service-worker-allowed", "strict-transport-security",
            "public-key-pins", "expect-ct", "alt-svc", "accept-ch", "critical-ch",
        "origin-trial", "origin-agent-cluster", "use-as-dictionary", "activate-storage-access", "sec-session-registration",
            "secure-session-registration",
        // Who may read the answers is for http.allowed-origins to say.
        "access-control-allow-origin", "access-control-allow-credentials", "access-control-allow-headers", "access-control-allow-methods",
            "access-control-allow-private-network",
        "access-control-expose-headers", "access-control-max-age",
        // Said anew, and so that nothing is left open.
        "content-security-policy", "content-security-policy-report-only", "x-content-type-options",
        // Sends the browser elsewhere, or has it tell others what it meets here.
        "refresh", "speculation-rules", "nel", "report-to", "reporting-endpoints", "observe-browsing-topics",
            "attribution-reporting-register-source", "attribution-reporting-register-trigger",
    ], StringComparer.OrdinalIgnoreCase);

    public static bool ActOn(string name) => Acting.Contains(name);
}
