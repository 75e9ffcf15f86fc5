using CsCheck;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Tests.Routing;

public sealed class BackendSetTests
{
    private static readonly Gen<int[]> Indexes = Gen.OneOf(Gen.Int[0, 63], Gen.Int[0, 300]).Array[0, 40];

    [Fact]
    public void it_holds_what_a_hash_set_holds() => Indexes.Sample(indexes => Assert.Equal(Sorted(indexes), Members(Of(indexes))));

    [Fact]
    public void a_union_holds_what_either_holds() => Gen.Select(Indexes, Indexes).Sample((a, b) =>
    {
        Assert.Equal(Sorted([.. a, .. b]), Members(Of(a).Union(Of(b))));
        Assert.Equal(Members(Of(a).Union(Of(b))), Members(Of(b).Union(Of(a))));
    });

    [Fact]
    public void adding_leaves_the_set_it_was_added_to_as_it_was() => Gen.Select(Indexes, Gen.Int[0, 300]).Sample((indexes, one) =>
    {
        var set = Of(indexes);
        set.With(one);
        set.Union(Of([one]));

        Assert.Equal(Sorted(indexes), Members(set));
    });

    [Fact]
    public void the_default_set_is_empty() => Assert.Empty(Members(default));

    private static BackendSet Of(int[] indexes) => indexes.Aggregate(default(BackendSet), (set, i) => set.With(i));

    private static IEnumerable<int> Sorted(int[] indexes) => new HashSet<int>(indexes).Order();

    private static IEnumerable<int> Members(BackendSet set) => Enumerable.Range(0, 400).Where(set.Contains);
}
