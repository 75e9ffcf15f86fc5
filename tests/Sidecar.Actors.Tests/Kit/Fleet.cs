using Sidecar.Domain.Backends;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>The vocabulary in which a scenario says which backends and requests there are.</summary>
internal static class Fleet
{
    public static Backend Primary(string id) => In("primary", id);

    public static Backend Fallback(string id) => In("fallback", id);

    public static ClientRequest ChatRequest(string model = "m") => new(model);

    public static ServedModel Model(string name) => new(name);

    private static Backend In(string pool, string id) => new()
    {
        Id = id,
        Pool = pool,
        BaseUrl = $"https://{id}.example/v1",
        ApiKey = new ApiKey("secret-of-" + id)
    };
}
