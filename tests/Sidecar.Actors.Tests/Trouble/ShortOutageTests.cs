using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Attempts;
using Sidecar.Upstream;

namespace Sidecar.Actors.Tests.Trouble;

using static Fleet;
using static UpstreamWords;

/// <summary>An outage of 13 s on all backends, met by four requests, is over within seconds of its end.</summary>
public sealed class ShortOutageTests
{
    private static readonly DateTimeOffset Over = VirtualScheduler.Start + 13.Seconds();

    [Fact]
    public void backends_that_refuse_connections_serve_again_within_ten_seconds() =>
        Play(_ => FailsWith(UpstreamError.Connect), 10.Seconds());

    // They name a second again and again, and each time it is believed.
    [Fact]
    public void backends_that_answer_429_for_a_second_serve_again_within_two_seconds() =>
        Play(_ => Replies(429, retryAfter: 1.Seconds()), 2.Seconds());

    [Fact]
    public void backends_that_answer_502_serve_again_within_ten_seconds() => Play(_ => Replies(502), 10.Seconds());

    private static void Play(Func<UpstreamCall, Reply> outage, TimeSpan bound)
    {
        using var kit = SidecarKit.Start(World.Shipped(Primary("a"), Primary("b"), Fallback("c")));
        kit.Upstream.Improvise = call => kit.Now < Over ? outage(call) : Answers();
        for (var i = 0; i < 4; i++)
        {
            kit.Send();
            kit.Pass(3.Seconds());
        }
        kit.Pass(Over + bound - kit.Now);

        // From here on everybody is answered at once.
        for (var i = 0; i < 20; i++)
        {
            var talk = kit.PassUntilOver(kit.Send());
            Assert.IsType<Requests.Relayed>(talk.Answer);
            Assert.True(talk.AnsweredAt - talk.SentAt < 1.Seconds(), $"{talk.Id} waited {talk.AnsweredAt - talk.SentAt}");
            kit.Pass(1.Seconds());
        }
        Assert.All(["a", "b", "c"], id => Assert.True(kit.State(id).Whole.Until <= Over + bound,
            $"{id} rests until {kit.State(id).Whole.Until}"));
    }
}
