using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Sidecar.Actors.Tests.Swarms;

/// <summary>Swarms without end for a night, and a single one; both do nothing unless the environment asks for them.</summary>
public sealed class SwarmNight(ITestOutputHelper output)
{
    /// <summary><c>SIDECAR_SWARM_MINUTES=60</c>: plays new seeds for that many minutes, on as many threads as there are cores.</summary>
    [Fact]
    public void fresh_seeds_for_as_long_as_the_environment_says()
    {
        if (!double.TryParse(Environment.GetEnvironmentVariable("SIDECAR_SWARM_MINUTES"), CultureInfo.InvariantCulture, out var minutes))
            return;
        var (since, first) = (Stopwatch.GetTimestamp(), Seed ?? (int)(Stopwatch.GetTimestamp() & 0x3fff_ffff));
        var (runs, requests) = (0, 0L);
        Parallel.ForEach(Seeds(), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
        {
            var plan = SwarmPlan.Draw(seed);
            SwarmShrinker.Verify(plan);
            Interlocked.Increment(ref runs);
            Interlocked.Add(ref requests, plan.Requests);
        });
        output.WriteLine($"{runs} swarms from seed {first} on, {requests} requests, in {Stopwatch.GetElapsedTime(since)}");

        IEnumerable<int> Seeds()
        {
            for (var seed = first; Stopwatch.GetElapsedTime(since).TotalMinutes < minutes; seed++)
                yield return seed;
        }
    }

    /// <summary><c>SIDECAR_SWARM_SEED</c>, with <c>SIDECAR_SWARM_REQUESTS</c> and <c>SIDECAR_SWARM_FAULTS</c> as the failure printed them,
    /// plays that run and no other.</summary>
    [Fact]
    public void one_alone()
    {
        if (Seed is not { } seed || Environment.GetEnvironmentVariable("SIDECAR_SWARM_MINUTES") is not null)
            return;
        var plan = SwarmPlan.Draw(seed);
        if (int.TryParse(Environment.GetEnvironmentVariable("SIDECAR_SWARM_REQUESTS"), CultureInfo.InvariantCulture, out var requests))
            plan = plan with { Requests = requests };
        if (Environment.GetEnvironmentVariable("SIDECAR_SWARM_FAULTS") is { Length: > 0 } faults)
            plan = plan with
            {
                Faults = faults == "none" ? ImmutableSortedSet<SwarmFault>.Empty
                : [.. faults.Split(',').Select(Enum.Parse<SwarmFault>)]
            };
        var broken = SwarmRun.Play(plan);
        Assert.True(broken.Count == 0, $"{plan}\n  {string.Join("\n  ", broken)}");
    }

    /// <summary><c>SIDECAR_SWARM_SURVEY=200</c>: plays that many seeds, shrinks none, and reports how often each promise is broken, with an
    /// example of each.</summary>
    [Fact]
    public void a_survey()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable("SIDECAR_SWARM_SURVEY"), CultureInfo.InvariantCulture, out var seeds))
            return;
        var (broken, since) = (new List<(int Seed, Violation Violation)>(), Stopwatch.GetTimestamp());
        for (var seed = Seed ?? 0; seed < (Seed ?? 0) + seeds; seed++)
        {
            var plan = SwarmPlan.Draw(seed);
            var found = SwarmShrinker.Broken(plan);
            broken.AddRange(found.Select(violation => (seed, violation)));
        }
        output.WriteLine($"{seeds} swarms in {Stopwatch.GetElapsedTime(since)}");
        foreach (var kind in broken.GroupBy(b => b.Violation.Invariant))
            output.WriteLine($"{kind.Key}: {kind.Select(b => b.Seed).Distinct().Count()} seeds\n  "
                + $"{string.Join("\n  ", kind.DistinctBy(b => b.Seed).Take(20).Select(b => $"seed {b.Seed}: {b.Violation.Text}"))}");
    }

    private static int? Seed => int.TryParse(Environment.GetEnvironmentVariable("SIDECAR_SWARM_SEED"), CultureInfo.InvariantCulture,
        out var seed)
        ? seed : null;
}
