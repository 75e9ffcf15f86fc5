using Sidecar.Domain.Attempts;
using Sidecar.Domain.Forecast;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Forecast;

/// <summary>A spell of failures begins after the last good answer and ends before the next.</summary>
public sealed class SpellsTests
{
    [Theory]
    [InlineData(0.0, 20, 30)]
    [InlineData(0.5, 15, 40)]
    public void it_lies_between_good_answers(double draw, int from, int until)
    {
        var spells = Of(draw, (10, true), (20, false), (30, false), (50, true));

        Assert.Null(spells.At(At(from - 1)));
        Assert.Equal(AttemptVerdict.FailedAnswer, spells.At(At(from))?.Verdict);
        Assert.Equal(At(30), spells.At(At(until))?.SentAt);
        Assert.Null(spells.At(At(until + 1)));
    }

    [Fact]
    public void without_any_good_answer_the_spell_has_no_end()
    {
        var spells = Of(0.5, (10, false), (20, true), (30, false));

        Assert.NotNull(spells.At(At(-1_000)));
        Assert.Null(spells.At(At(20)));
        Assert.NotNull(spells.At(At(1_000)));
    }

    private static Spells Of(double draw, params (int Second, bool IsGood)[] attempts)
    {
        var evidence = attempts.Select(a => LimitFitTests.Sent(a.Second, false,
            a.IsGood ? AttemptVerdict.Success : AttemptVerdict.FailedAnswer)).ToList();
        return new Spells(evidence, i => evidence[i].IsFailure, () => draw);
    }

    private static DateTimeOffset At(int second) => Instants.Start.AddSeconds(second);
}
