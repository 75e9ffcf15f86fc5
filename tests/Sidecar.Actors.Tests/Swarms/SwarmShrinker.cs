using System.Collections.Immutable;

namespace Sidecar.Actors.Tests.Swarms;

/// <summary>Shrinks a failing run: fewer faults and fewer requests, as long as the same promise is still broken.</summary>
internal static class SwarmShrinker
{
    private const int MostTries = 60;

    /// <summary>Plays a run; fails with the smallest run that breaks the same promise, and with the command that plays it.</summary>
    public static void Verify(SwarmPlan plan)
    {
        if (First(plan, null) is not { } first)
            return;
        var (small, last) = Shrink(plan, first.Invariant, SwarmSabotage.None);
        Assert.Fail($"{plan}\n  breaks {first}\nsmaller: {small}\n  breaks {last}\nplay it alone: {small.Command}");
    }

    public static (SwarmPlan Plan, Violation Last) Shrink(SwarmPlan plan, Invariant invariant, SwarmSabotage sabotage)
    {
        var (last, tries) = (First(plan, invariant, sabotage)!, 0);
        for (var isSmaller = true; isSmaller && tries < MostTries;)
        {
            isSmaller = false;
            foreach (var next in Smaller(plan))
            {
                if (tries++ >= MostTries || First(next, invariant, sabotage) is not { } still)
                    continue;
                (plan, last, isSmaller) = (next, still, true);
                break;
            }
        }
        return (plan, last);
    }

    private static IEnumerable<SwarmPlan> Smaller(SwarmPlan plan)
    {
        foreach (var half in (ImmutableSortedSet<SwarmFault>[])[
            [.. plan.Faults.Take(plan.Faults.Count / 2)], [.. plan.Faults.Skip(plan.Faults.Count / 2)]])
            if (half.Count > 0)
                yield return plan with { Faults = plan.Faults.Except(half) };
        for (var less = plan.Requests / 2; less >= 1 && plan.Requests - less < plan.Requests; less /= 2)
            yield return plan with { Requests = plan.Requests - less };
        foreach (var fault in plan.Faults)
            yield return plan with { Faults = plan.Faults.Remove(fault) };
    }

    /// <summary>Every promise that the run breaks; an exception counts as one.</summary>
    public static IReadOnlyList<Violation> Broken(SwarmPlan plan, SwarmSabotage? sabotage = null)
    {
        try
        {
            return SwarmRun.Play(plan, sabotage);
        }
        catch (Exception fault)
        {
            return [new Violation(Invariant.NoFaults, fault.ToString())];
        }
    }

    private static Violation? First(SwarmPlan plan, Invariant? invariant, SwarmSabotage? sabotage = null) =>
        Broken(plan, sabotage).FirstOrDefault(v => invariant is null || v.Invariant == invariant);
}
