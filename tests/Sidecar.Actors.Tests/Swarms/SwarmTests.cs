namespace Sidecar.Actors.Tests.Swarms;

/// <summary>Runs of many seeds, each with its own random troubles. A failing run is shrunk, and the failure says how to play it
/// alone.</summary>
public abstract class SwarmTests(int part)
{
    private const int SeedsPerPart = 100;

    [Fact]
    public void every_promise_holds_in_any_swarm()
    {
        for (var seed = part * SeedsPerPart; seed < (part + 1) * SeedsPerPart; seed++)
            SwarmShrinker.Verify(SwarmPlan.Draw(seed));
    }
}

public sealed class SwarmsOneTests() : SwarmTests(0);

public sealed class SwarmsTwoTests() : SwarmTests(1);

public sealed class SwarmsThreeTests() : SwarmTests(2);
