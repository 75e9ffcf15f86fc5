using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Backtest;
using Xunit.Abstractions;

namespace Sidecar.Actors.Tests.Backtest;

/// <summary>The policy that was in force, replayed over what was recorded, gives every recorded decision again.</summary>
public sealed class BacktestIdentityTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(0), InlineData(20), InlineData(40)]
    public void decisions_come_out_as_recorded_in_any_weather(int first)
    {
        for (var seed = first; seed < first + 20; seed++)
            Verify(RecordedStorm.Play(seed, 200, 2.Minutes()), $"seed {seed}");
    }

    private void Verify(RecordedHistory history, string what)
    {
        var report = BacktestRunner.Run([history], policy => policy);

        foreach (var (kind, count) in report.Decisions.ByKind)
            output.WriteLine($"{what} {kind}: {count}");
        Assert.True(report.Decisions.Different == 0, $"{what}:\n{string.Join("\n", report.Decisions.Differences)}");
        Assert.Equal(0, report.Left);
    }
}
