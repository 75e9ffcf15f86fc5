using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Backends;

namespace Sidecar.Actors.Tests.Trouble;

using static CheckWords;
using static Fleet;
using static UpstreamWords;

/// <summary>A request that waits for one model does not keep a backend from requests for another.</summary>
public sealed class ModelClaimTests
{
    [Fact]
    public void a_model_that_is_well_is_served_while_somebody_waits_for_one_that_rests()
    {
        using var kit = SidecarKit.Start(new World(Primary("a") with { CooldownScope = CooldownScope.Model }, Fallback("b")));
        kit.Upstream.Improvise = call => call.Request.Model == "y" ? Answers() : Replies(429, retryAfter: 8.Seconds());
        var waiting = kit.Send("x");
        Assert.False(waiting.IsOver);

        for (var i = 0; i < 20; i++)
            AnsweredBy("a")(new Played(kit, kit.Send("y")));

        Assert.False(waiting.IsOver);
        kit.PassUntilOver(waiting);
    }

    [Fact]
    public void a_model_is_served_while_a_learned_limit_closes_the_other()
    {
        using var kit = SidecarKit.Start(World.Shipped(Primary("a") with { CooldownScope = CooldownScope.Model }, Fallback("b")));
        var served = 0;
        kit.Upstream.Improvise = call => call.Request.Model == "y" || ++served % 6 != 0 ? Answers() : Replies(429);
        kit.Upstream.Script("b", Replies(429));
        for (var i = 0; i < 40; i++)
        {
            kit.Send("x");
            kit.Pass(0.5.Seconds());
            AnsweredBy("a")(new Played(kit, kit.Send("y")));
        }
        kit.Pass(2.Minutes());
    }
}
