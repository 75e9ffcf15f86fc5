using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Policies;

namespace Sidecar.Actors.Tests.Simulation;

/// <summary>Backends, limits and policies drawn at random.</summary>
internal static class StormWorld
{
    public static readonly string[] Models = ["x", "y"];

    /// <summary>A request of one of a few clients or of none, of random size and for a random model.</summary>
    public static ClientRequest DrawRequest(Random chance) => new(Models[chance.Next(2)])
    {
        Stream = chance.Next(2) == 0,
        MaxTokens = chance.Next(1000),
        Client = chance.Next(4) switch { 0 => "alice", 1 => "bob", 2 => "carol", _ => null },
        Bytes = chance.Next(400),
    };

    public static World Draw(Random chance, int seed) => new([.. Enumerable.Range(0, chance.Next(1, 6))
        .Select(i => DrawBackend(chance, i))])
    {
        Interleaving = seed,
        Seed = seed,
        Walk = new WalkPolicy
        {
            Routing = new RoutingPolicy(chance.Next(1, 5), (RoutingStrategy)chance.Next(4)),
            PrimaryWait = new PrimaryWaitPolicy(chance.Next(6), TimeSpan.FromSeconds(0.5 + (chance.NextDouble() * 3)), chance.Next(1, 30))
            {
                For = (WaitFor)chance.Next(2),
                MaxWaitingBytes = chance.Next(500, 5_000),
            },
            Emergency = new EmergencyPolicy(chance.Next(4, 60), chance.NextDouble(), chance.Next(4)),
            Deadline = TimeSpan.FromSeconds(chance.Next(5, 56)),
        },
        Cooldown = new CooldownPolicy
        {
            Base = TimeSpan.FromSeconds(chance.Next(1, 20)),
            FailuresToCool = chance.Next(1, 6),
            OverloadRest = TimeSpan.FromSeconds(chance.Next(1, 6)),
            CredentialRest = TimeSpan.FromSeconds(chance.Next(10, 100)),
            ProbeLease = TimeSpan.FromSeconds(chance.Next(2, 30)),
        },
    };

    private static Backend DrawBackend(Random chance, int index)
    {
        var backend = index == 0 || chance.Next(2) == 0 ? Fleet.Primary($"b{index}") : Fleet.Fallback($"b{index}");
        return backend with
        {
            Rpm = chance.Next(3) == 0 ? 0 : chance.Next(2, 30),
            Tpm = chance.Next(3) == 0 ? chance.Next(500, 5000) : 0,
            MaxConcurrency = chance.Next(3) == 0 ? chance.Next(1, 5) : 0,
            Weight = chance.Next(1, 4),
            AnswerTimeout = TimeSpan.FromSeconds(chance.Next(3, 30)),
            CooldownScope = (CooldownScope)chance.Next(2),
            Models = chance.Next(4) == 0 ? [Fleet.Model(Models[chance.Next(2)])] : [],
            Enabled = index == 0 || chance.Next(10) > 0,
        };
    }
}
