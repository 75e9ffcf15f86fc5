using Sidecar.Actors.Tests.Kit;
using Sidecar.Actors.Tests.Simulation;
using Sidecar.Domain.Backtest;
using Xunit.Abstractions;

namespace Sidecar.Actors.Tests.Backtest;

/// <summary>The policy that was in force, replayed over what was recorded, gives every recorded decision again.</summary>
public sealed class BacktestIdentityTests(ITestOutputHelper output)
{
    // Token limits are left out: which settlement came before which lease is not always in the record (docs/backtest.md).
    [Fact]
    public void ten_thousand_requests_through_storms_come_out_as_recorded()
    {
        var chance = new Random(7);
        var world = StormWorld.Draw(chance, 7);
        Verify(RecordedStorm.Play(world with { Backends = [.. world.Backends.Select(b => b with { Tpm = 0 })] }, chance, 10_000, 90.Minutes()), "10,000 requests");
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
