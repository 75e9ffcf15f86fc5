using Sidecar.Actors.Tests.Backtest;
using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Forecast;
using Sidecar.Domain.Recordings;

namespace Sidecar.Actors.Tests.Forecasts;

using static Fleet;
using static UpstreamWords;

/// <summary>The forecast of a record of two requests reproduces it, and its simulation agrees with it.</summary>
public sealed class SmallRecordTests
{
    [Fact]
    public void a_backend_taken_away_takes_its_answer_along()
    {
        var calls = 0;
        var world = new World(Primary("a"), Primary("b"), Fallback("c"))
        {
            Walk = new World()
            .Walk with
            { PrimaryWait = new(0, 2.Seconds(), 10) }
        };
        var history = RecordedStorm.Play(world, (call, _) => (call.Backend.Id switch
        {
            "a" => Replies(429, 60.Seconds()),
            "b" => Replies(429, 60.Minutes()),
            _ => calls++ == 0 ? Answers() : Replies(429, 60.Seconds()),
        }).Later(0.01.Seconds()), 2, 0.1.Seconds());

        var report = new Forecaster([history])
            .Of(policy => policy with { Walk = policy.Walk with { Emergency = policy.Walk.Emergency with { Rounds = 0 } } });

        Assert.Equal((1m, 1m, 1m, 1m), Told(report["answered"]));
        Assert.Equal((1m, 0m, 0m, 0m), Told(report["emergencies"]));
        Assert.Equal((1m, 1m, 1m, 1m), Told(report["503s"]));
    }

    private static (decimal?, decimal?, decimal?, decimal?) Told(ForecastLine line) => (line.Recorded, line.Expected, line.Low, line.High);
}
