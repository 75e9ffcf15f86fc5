using System.Globalization;
using Sidecar.Domain.Backends;

namespace Sidecar.Benchmarks;

/// <summary>Catalogs of any size: the first half in the primary pool, the rest in the fallback pool; each backend serves three
/// models.</summary>
internal static class Fleets
{
    public static BackendCatalog Of(int backends) => new(
        ["primary", "fallback"],
        [.. Enumerable.Range(0, backends).Select(i => One(i, i <= (backends - 1) / 2 ? "primary" : "fallback"))],
        new Dictionary<string, string>());

    /// <summary>All backends in the primary pool.</summary>
    public static BackendCatalog Primary(int backends) => new(
        ["primary", "fallback"],
        [.. Enumerable.Range(0, backends).Select(i => One(i))],
        new Dictionary<string, string>());

    public static Backend One(int number = 0, string pool = "primary") => new()
    {
        Id = "backend-" + number.ToString(CultureInfo.InvariantCulture),
        Pool = pool,
        BaseUrl = "https://upstream.example/v1",
        ApiKey = new ApiKey("key"),
        Models = [new ServedModel("small"), new ServedModel("large"), new ServedModel(Bodies.Model)],
    };
}
