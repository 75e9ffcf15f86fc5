using Sidecar.Domain.Backends;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>Begins a scenario. Each stage offers only what may come next, so the order cannot be wrong.</summary>
internal static class Scenario
{
    public static GivenStage Given(params Backend[] backends) => new(new World(backends));
}

/// <summary>Which backends there are, and under which policy.</summary>
internal sealed class GivenStage(World world)
{
    public GivenStage Under(Func<World, World> change) => new(change(world));

    public UpstreamStage Upstream(string backend, params Reply[] replies) =>
        new UpstreamStage(SidecarKit.Start(world)).Upstream(backend, replies);

    /// <summary>For scenarios in which no upstream is ever called.</summary>
    public PlayedStage When(ClientRequest request) => new UpstreamStage(SidecarKit.Start(world)).When(request);
}

/// <summary>What the upstreams do.</summary>
internal sealed class UpstreamStage(SidecarKit kit)
{
    public UpstreamStage Upstream(string backend, params Reply[] replies)
    {
        kit.Upstream.Script(backend, replies);
        return this;
    }

    public PlayedStage When(ClientRequest request) => new PlayedStage(kit).When(request);
}

/// <summary>What the client does, and what must come of it.</summary>
internal sealed class PlayedStage(SidecarKit kit)
{
    private Conversation _last = null!;

    public PlayedStage When(ClientRequest request)
    {
        _last = kit.Send(request);
        return this;
    }

    public PlayedStage Pass(TimeSpan span)
    {
        kit.Pass(span);
        return this;
    }

    /// <summary>The client of the last request hangs up after <paramref name="span"/>.</summary>
    public PlayedStage HangsUpAfter(TimeSpan span)
    {
        kit.Pass(span);
        _last.HangUp();
        return this;
    }

    /// <summary>Lets the last request come to an end and checks everything.</summary>
    public Task Then(params Check[] checks)
    {
        using (kit)
        {
            kit.PassUntilOver(_last);
            var played = new Played(kit, _last);
            foreach (var check in checks)
                check(played);
        }
        return Task.CompletedTask;
    }
}

/// <summary>A scenario that has been played, and its last request.</summary>
internal sealed record Played(SidecarKit Kit, Conversation Last);

/// <summary>One thing that must be true at the end.</summary>
internal delegate void Check(Played played);
