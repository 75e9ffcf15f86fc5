using System.Globalization;
using Sidecar.Domain.Sums;

namespace Sidecar.Domain.Tests.Sums;

public sealed class SumSeriesTests
{
    private static readonly DateTimeOffset Now = At("2026-11-28T12:34:56Z");

    [Fact]
    public void what_nobody_counted_is_unknown_and_what_somebody_counted_is_zero()
    {
        var series = SumSeries.Of(SumRange.Find("hour"), Now, [(Minute("12:30"), Slot("a", 3))],
            [new Stretch(At("2026-11-28T12:20:00Z"), At("2026-11-28T12:31:30Z"))]);

        Assert.Equal(60, series.Points.Count);
        Assert.Equal(At("2026-11-28T11:35:00Z"), series.From);
        Assert.Equal(At("2026-11-28T12:35:00Z"), series.To);
        Assert.All(series.Points.Take(45), point => Assert.Null(point.Sums));
        Assert.Equal([0, 3, 0], series.Points.Skip(54).Take(3).Select(point => point.Sums![Measure.Attempts]));
        Assert.Null(series.Points[^1].Sums);
        Assert.Equal(3, series.Total()[Measure.Attempts]);
    }

    [Fact]
    public void slots_of_the_same_time_are_added_up_whoever_wrote_them()
    {
        var series = SumSeries.Of(SumRange.Find("day"), Now,
            [(Minute("12:30"), Slot("a", 3)), (Minute("12:30"), Slot("a", 4)), (Minute("12:31"), Slot("b", 5))], []);

        Assert.Equal(12, series.Points[^1].Sums![Measure.Attempts]);
        Assert.Equal(96, series.Points.Count);
    }

    [Fact]
    public void a_single_label_is_shown_alone()
    {
        (SumKey, SumSlot)[] slots = [(Minute("12:30"), Slot("a", 3)), (Minute("12:31"), Slot("b", 5))];

        var series = SumSeries.Of(SumRange.Find("hour"), Now, slots, [], new SumLabel(SumDimension.Backend, "b"));

        // Sidecar counted in that minute, and for this backend nothing.
        Assert.Equal(0, series.Points[55].Sums![Measure.Attempts]);
        Assert.Equal(5, series.Points[56].Sums![Measure.Attempts]);
    }

    [Fact]
    public void every_range_is_whole_steps_long_and_kept_that_long() => Assert.All(SumRange.All, range =>
    {
        Assert.Equal(0, range.Length.Ticks % range.Step.Ticks);
        Assert.Equal(0, range.Step.Ticks % range.Span.Length().Ticks);
        Assert.True(range.Span.Kept() >= range.Length + range.Step, range.Name);
        Assert.InRange(range.Length / range.Step, 50, 120);
    });

    [Theory]
    [InlineData("2026-11-28T12:34:00Z", SumSpan.Minute)]
    [InlineData("2026-11-28T13:00:00Z", SumSpan.Minute)]
    [InlineData("2026-11-26T12:34:00Z", SumSpan.Hour)]
    [InlineData("2026-09-01T12:34:00Z", SumSpan.Day)]
    public void what_comes_late_goes_into_a_slot_that_is_not_made_from_others_any_more(string at, SumSpan span)
    {
        var key = SumSpans.SlotFor(At(at), Now);

        Assert.Equal(span, key.Span);
        Assert.True(key.From <= At(at) && At(at) < key.To);
    }

    [Fact]
    public void stretches_that_overlap_or_cannot_be_told_apart_are_one()
    {
        Stretch Of(int from, int to) => new(Now.AddSeconds(from), Now.AddSeconds(to));

        var merged = Stretch.Merge([Of(50, 60), Of(0, 10), Of(5, 20), Of(21, 30), Of(-20, -10), Of(95, 200)], Now, Now.AddSeconds(100),
            TimeSpan.FromSeconds(2));

        Assert.Equal([Of(0, 30), Of(50, 60), Of(95, 100)], merged);
    }

    private static SumSlot Slot(string backend, long attempts)
    {
        var slot = new SumSlot();
        slot.Cell(SumDimension.Backend, backend).Add(Measure.Attempts, attempts);
        return slot;
    }

    private static SumKey Minute(string clock) => SumKey.Of(SumSpan.Minute, At($"2026-11-28T{clock}:00Z"));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
