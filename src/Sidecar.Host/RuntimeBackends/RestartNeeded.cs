using Sidecar.Host.Configuration;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>Tells which changes of the file apply only after a restart.</summary>
internal static class RestartNeeded
{
    public static IEnumerable<string> Sections(SidecarSettings former, SidecarSettings next)
    {
        if (WithoutLists(former.Http) != WithoutLists(next.Http) || !Lists(former.Http).SequenceEqual(Lists(next.Http)))
            yield return "sidecar.http";
        if (former.PostgresConnection?.Reveal() != next.PostgresConnection?.Reveal())
            yield return "sidecar.storage";
        if (former.DataDirectory != next.DataDirectory)
            yield return "sidecar.data-dir";
        // One record holds everything that determines a walk.
        if (former.Walk != next.Walk)
            yield return "sidecar.routing, primary-wait, emergency, exhausted, sse or http.deadline";
        if (former.Cooldown != next.Cooldown)
            yield return "sidecar.cooldown";
        if (former.SseKeepAlive != next.SseKeepAlive)
            yield return "sidecar.sse.keep-alive";
        if (former.AdminTokenVariable != next.AdminTokenVariable || former.AdminToken?.Reveal() != next.AdminToken?.Reveal())
            yield return "sidecar.admin";
        if (former.Akka.ToString() != next.Akka.ToString())
            yield return "akka";
    }

    // Lists are compared by content; record equality would compare them by reference.
    private static HttpSettings WithoutLists(HttpSettings http) => http with { Urls = [], AllowedHosts = [], AllowedOrigins = [] };

    private static IEnumerable<string> Lists(HttpSettings http) => [.. http.Urls, "", .. http.AllowedHosts, "", .. http.AllowedOrigins];
}
