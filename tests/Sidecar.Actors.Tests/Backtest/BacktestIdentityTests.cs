using Sidecar.Actors.Tests.Kit;
using Sidecar.Actors.Tests.Simulation;
using Sidecar.Domain.Backtest;
using Xunit.Abstractions;

namespace Sidecar.Actors.Tests.Backtest;

/// <summary>The policy that was in force, replayed over what was recorded, gives every recorded decision again.</summary>
public sealed class BacktestIdentityTests(ITestOutputHelper output)
{
    [Fact]
    public void ten_thousand_requests_through_storms_come_out_as_recorded()
    {
        var chance = new Random(7);
        Verify(RecordedStorm.Play(StormWorld.Draw(chance, 7), chance, 10_000, 90.Minutes()), "10,000 requests");
    }

    [Fact]
    public void any_short_storm_comes_out_as_recorded()
    {
        for (var seed = 0; seed < 60; seed++)
            Verify(RecordedStorm.Play(seed, 150, 2.Minutes()), $"seed {seed}");
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
