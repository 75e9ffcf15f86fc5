using Sidecar.Domain.Backends;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Backends;

public sealed class BackendCatalogTests
{
    private static readonly BackendCatalog Catalog = new(
        ["primary", "fallback", "empty"],
        [Sample.Backend("a", "fallback"), Sample.Backend("b"), Sample.Backend("c", "unlisted"), Sample.Backend("B")],
        new Dictionary<string, string> { ["fast"] = "big/model", ["big/model"] = "bigger" });

    [Fact]
    public void pools_hold_their_backends_in_the_operators_order() =>
        Assert.Equal<IEnumerable<int>>([[1, 3], [0], []], Catalog.PoolMembers);

    [Theory]
    [InlineData("a", 0)]
    [InlineData("b", 1)]
    [InlineData("B", 3)]
    [InlineData("A", -1)]
    [InlineData("", -1)]
    public void a_backend_is_found_by_its_id_letter_by_letter(string id, int index) => Assert.Equal(index, Catalog.IndexOf(id));

    [Theory]
    [InlineData("fast", "big/model")] // aliases do not chain
    [InlineData("big/model", "bigger")]
    [InlineData("Fast", "Fast")]
    [InlineData("other", "other")]
    public void an_alias_stands_for_its_target(string model, string resolved) => Assert.Equal(resolved, Catalog.Resolve(model));

    [Fact]
    public void two_backends_of_one_id_are_refused() =>
        Assert.Throws<ArgumentException>(() => Sample.Catalog(Sample.Backend("a"), Sample.Backend("a", "fallback")));

    [Fact]
    public void later_changes_to_what_it_was_made_from_do_not_reach_it()
    {
        var backends = new List<Backend> { Sample.Backend("a") };
        var catalog = new BackendCatalog(["primary"], backends, new Dictionary<string, string>());
        backends.Clear();

        Assert.Single(catalog.Backends);
    }
}
