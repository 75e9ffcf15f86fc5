using System.Collections.Immutable;

namespace Sidecar.Actors.Tests.Swarms;

/// <summary>One run: everything else follows from its seed.</summary>
/// <param name="Faults">Which kinds of trouble there are; how often each strikes is drawn by itself.</param>
/// <param name="Requests">How many of the seed's requests are sent, from the first on.</param>
internal sealed record SwarmPlan(int Seed, ImmutableSortedSet<SwarmFault> Faults, int Requests)
{
    /// <summary>From the first request to the last.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(2);

    /// <summary>Some runs have every fault, most have a few, because one can hide another.</summary>
    public static SwarmPlan Draw(int seed)
    {
        var chance = new Random(seed);
        var share = chance.NextDouble();
        return new SwarmPlan(seed, [.. Enum.GetValues<SwarmFault>().Where(_ => chance.NextDouble() < share)], chance.Next(20, 110));
    }

    public bool Has(SwarmFault fault) => Faults.Contains(fault);

    /// <summary>A random sequence for each topic.</summary>
    public Random Chance(string topic)
    {
        var hash = 17u;
        foreach (var letter in topic)
            hash = (hash * 31) + letter;
        return new Random(unchecked((Seed * 486_187_739) ^ (int)hash));
    }

    /// <summary>How strong a fault is, from 0 to 1; most are weak.</summary>
    public double Strength(SwarmFault fault) => Has(fault) ? 0.05 + (0.95 * Math.Pow(Chance($"strength of {fault}").NextDouble(), 2)) : 0;

    public override string ToString() => $"seed {Seed}, {Requests} requests, faults {(Faults.IsEmpty ? "none" : string.Join(",", Faults))}";

    /// <summary>The command that plays this run alone.</summary>
    public string Command =>
        $"SIDECAR_SWARM_SEED={Seed} SIDECAR_SWARM_REQUESTS={Requests} "
            + $"SIDECAR_SWARM_FAULTS={(Faults.IsEmpty ? "none" : string.Join(",", Faults))} "
        + "dotnet test tests/Sidecar.Actors.Tests -c Release --filter FullyQualifiedName~SwarmNight.one_alone";
}
