using CsCheck;
using Sidecar.Domain.Audit;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Audit;

public sealed class InstantSearchTests
{
    [Fact]
    public void nothing_is_found_in_an_empty_history_or_before_the_first_event()
    {
        Assert.Equal(0, Find([], 5));
        Assert.Equal(0, Find([6, 7], 5));
    }

    [Fact]
    public void of_events_at_one_instant_the_last_is_found() => Assert.Equal(3, Find([4, 5, 5, 6], 5));

    [Fact]
    public void it_finds_what_a_scan_finds() => Gen.Select(Gen.Int[0, 20].Array[0, 300], Gen.Int[-1, 21]).Sample((instants, at) =>
    {
        Array.Sort(instants);
        Assert.Equal(instants.Count(instant => instant <= at), Find(instants, at));
    });

    [Fact]
    public void of_two_passages_by_a_clock_that_was_set_back_the_later_is_found()
    {
        int[] instants = [.. Enumerable.Range(0, 100), .. Enumerable.Range(60, 100)];
        Assert.Equal(100 + 21, Find(instants, 80));
    }

    [Fact]
    public void the_present_is_the_last_event_whatever_the_clock_did_before() => Gen.Int[0, 20].Array[1, 50].Sample(instants =>
        Assert.Equal(instants.Length, Find(instants, instants[^1])));

    [Fact]
    public void what_is_found_is_not_later_and_what_follows_it_is() =>
        Gen.Select(Gen.Int[0, 20].Array[1, 50], Gen.Int[-1, 21]).Sample((instants, at) =>
    {
        var found = Find(instants, at);
        Assert.True(found == 0 || instants[found - 1] <= at);
        Assert.True(found == instants.Length || instants[found] > at);
    });

    [Fact]
    public void a_million_events_take_few_looks()
    {
        var looks = 0;
        InstantSearch.LastNotLater(
            1_000_000,
            number =>
            {
                looks++;
                return At(number);
            },
            At(654_321));
        Assert.InRange(looks, 1, 45);
    }

    private static long Find(int[] instants, int at) => InstantSearch.LastNotLater(
        instants.Length, number => At(instants[number - 1]), At(at));
}
