using System.IO.Pipelines;
using Sidecar.Domain.Attempts;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Upstream;
using Sidecar.Relay;
using Sidecar.Upstream;

namespace Sidecar.Host.Tests.Proxy;

/// <summary>A timeout that fires just as its attempt ends must not throw: on a timer's thread that would end the process.</summary>
public sealed class LateTimerTests
{
    [Fact]
    public void an_attempt_that_is_over_does_not_mind_its_timeout()
    {
        var timers = new LateTimers();
        var timer = new AttemptTimer(timers, CancellationToken.None);
        timer.Restart(new AttemptPatience(TimeSpan.FromSeconds(1), "timeout", IsBounded: true), TimeSpan.FromSeconds(2));

        timer.Dispose();

        Assert.Equal(1, timers.FireAll());
    }

    [Fact]
    public async Task a_relay_that_is_over_does_not_mind_its_timeout()
    {
        var timers = new LateTimers();
        using var answer = new WholeAnswer();

        var report = await PlainRelay.RunAsync(answer, PipeWriter.Create(Stream.Null),
            new RelaySettings(TimeSpan.FromSeconds(1), TimeSpan.Zero, timers), CancellationToken.None);

        Assert.Equal((RelayOutcome.Completed, 1), (report.Outcome, timers.FireAll()));
    }

    private sealed class WholeAnswer : UpstreamAnswer
    {
        public override int Status => 200;

        public override bool IsEventStream => false;

        public override bool IsJson => false;

        public override ReadOnlyMemory<byte> Peeked => "{}"u8.ToArray();

        public override Stream Body => Stream.Null;

        public override bool HidesUsageEvent => false;

        public override string? Header(string name) => null;

        public override void Dispose()
        {
        }
    }
}
