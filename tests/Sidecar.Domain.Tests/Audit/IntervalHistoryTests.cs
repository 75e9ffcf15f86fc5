using CsCheck;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Tests.Cooldowns;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Audit;

/// <summary>What holds for the intervals of any history, and of any part of one. A failure prints its CsCheck seed.</summary>
public sealed class IntervalHistoryTests
{
    private static readonly Gen<(History History, double From, double To)> Parts =
        Gen.Select(History.Any, Gen.Double[-0.2, 1.2], Gen.Double[-0.2, 1.2], (history, a, b) => (history, Math.Min(a, b), Math.Max(a, b)));

    [Fact]
    public void intervals_of_one_scope_never_overlap() => Parts.Sample(part =>
    {
        var (journal, from, to) = Live(part);
        foreach (var scope in Fold(journal, from, to).GroupBy(interval => interval.Model))
            Assert.All(scope.Zip(scope.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From, $"{pair}"));
    });

    [Fact]
    public void intervals_of_one_scope_never_overlap_whatever_the_clock_did() =>
        Gen.Select(History.Any, Gen.Double[-100, 100].Array[1, 20]).Sample((history, steps) =>
    {
        var journal = history.Live(new Nothing()).Journal.Select((happened, i) => Shifted.By(happened, steps[i % steps.Length])).ToList();
        foreach (var scope in Fold(journal, Instants.At(-200), Instants.At(100_000)).GroupBy(interval => interval.Model))
            Assert.All(scope.Zip(scope.Skip(1)), pair => Assert.True(
                pair.First.From < pair.First.To && pair.First.To <= pair.Second.From, $"{pair}"));
    });

    [Fact]
    public void an_instant_lies_in_an_interval_just_where_the_replayed_state_is_cooling() => Parts.Sample(part =>
    {
        var (journal, from, to) = Live(part);
        var intervals = Fold(journal, from, to);
        foreach (var at in Enumerable.Range(0, 50).Select(i => from + ((to - from) * i / 50)).TakeWhile(at => at < to))
        {
            var state = BackendState.Fresh.Apply(journal.TakeWhile(happened => happened.At <= at));
            foreach (var model in new[] { null, "a", "b", "c" })
                Assert.Equal(
                    state.Rest(model).IsCoolingAt(at),
                    intervals.Any(interval => interval.Model == model && interval.From <= at && at < interval.To));
        }
    });

    [Fact]
    public void total_cooling_is_the_sum_of_what_replay_says_between_any_two_changes() => Parts.Sample(part =>
    {
        var (journal, from, to) = Live(part);
        var changes = journal.Select(happened => happened.At)
            .Concat(journal.SelectMany((_, i) => Deadlines(BackendState.Fresh.Apply(journal.Take(i + 1)))))
            .Where(at => at > from && at < to).Append(from).Append(to).Order().Distinct().ToList();
        var expected = changes.Zip(changes.Skip(1))
            .Where(span => BackendState.Fresh.Apply(journal.TakeWhile(happened => happened.At <= span.First)).Whole.IsCoolingAt(span.First))
            .Aggregate(TimeSpan.Zero, (sum, span) => sum + (span.Second - span.First));

        Assert.Equal(expected, CooldownTotals.Of(Fold(journal, from, to), from, to).Cooling);
    });

    [Fact]
    public void a_range_cut_in_two_has_the_same_total() => Parts.Sample(part =>
    {
        var (journal, from, to) = Live(part);
        var middle = from + ((to - from) / 3);
        TimeSpan Total(DateTimeOffset a, DateTimeOffset b) => CooldownTotals.Of(Fold(journal, a, b), a, b).Cooling;
        Assert.Equal(Total(from, to), Total(from, middle) + Total(middle, to));
    });

    private static IEnumerable<DateTimeOffset> Deadlines(BackendState state) => [state.Whole.Until];

    private static (IReadOnlyList<IBackendEvent> Journal, DateTimeOffset From, DateTimeOffset To) Live(
        (History History, double From, double To) part)
    {
        var backend = part.History.Live(new Nothing());
        var length = backend.Now - Instants.Start;
        return (backend.Journal, Instants.Start + (length * part.From), Instants.Start + (length * part.To));
    }

    private static IReadOnlyList<CooldownInterval> Fold(IReadOnlyList<IBackendEvent> journal, DateTimeOffset from, DateTimeOffset to)
    {
        var before = journal.TakeWhile(happened => happened.At < from).ToList();
        var fold = new IntervalFold(BackendState.Fresh.Apply(before), from);
        foreach (var happened in journal.Skip(before.Count).TakeWhile(happened => happened.At < to))
            fold.Add(happened);
        return fold.Close(to);
    }

    private sealed class Nothing : IHistoryWatch;
}
