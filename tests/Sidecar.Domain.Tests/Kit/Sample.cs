using Sidecar.Domain.Backends;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Tests.Kit;

/// <summary>Backends and boards with nothing special about them.</summary>
internal static class Sample
{
    public static Backend Backend(string id = "b", string pool = "primary") =>
        new() { Id = id, Pool = pool, BaseUrl = "https://upstream.test/v1" };

    public static Backend Serving(this Backend backend, params string[] models) =>
        backend with { Models = [.. models.Select(m => new ServedModel(m))] };

    public static BackendCatalog Catalog(params Backend[] backends) =>
        new(["primary", "fallback"], backends, new Dictionary<string, string>());

    public static RoutingBoard Board(params Backend[] backends) => RoutingBoard.Of(Catalog(backends));
}
