using System.Collections.Immutable;
using Sidecar.Diagnostics;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using static Sidecar.Diagnostics.TelemetryNames;

namespace Sidecar.Actors.Tests.Diagnostics;

/// <summary>Limits of any window become numbers that can be compared.</summary>
public sealed class ShownLimitTests
{
    [Fact]
    public void windows_are_converted_and_the_tightest_is_shown()
    {
        var state = BackendState.Fresh with
        {
            Limits = ImmutableSortedDictionary.Create<string, LearnedLimit>(StringComparer.Ordinal)
                .Add("", Of(LimitMeasure.Sliding, 10, 5)).Add("m", Of(LimitMeasure.ByClock, 60, 20))
                .Add("n", Of(LimitMeasure.AtOnce, 0, 3)),
        };

        Assert.Equal(20, ShownLimit.Of(state, LimitMeasures.RequestsPerMinute));
        Assert.Equal(3, ShownLimit.Of(state, LimitMeasures.AtOnce));
        Assert.Equal(0, ShownLimit.Of(state, LimitMeasures.TokensPerMinute));
    }

    [Fact]
    public void a_limit_whose_window_was_not_said_is_shown_as_it_was_named()
    {
        var state = BackendState.Fresh with
        {
            Limits = ImmutableSortedDictionary.Create<string, LearnedLimit>(StringComparer.Ordinal)
                .Add("", Of(LimitMeasure.Tokens, 0, 9000)),
        };

        Assert.Equal(9000, ShownLimit.Of(state, LimitMeasures.TokensPerMinute));
    }

    private static LearnedLimit Of(LimitMeasure measure, int seconds, long number) =>
        new(new LimitKind(measure, TimeSpan.FromSeconds(seconds)), number, []);
}
