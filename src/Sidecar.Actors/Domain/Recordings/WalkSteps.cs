using Sidecar.Domain.Attempts;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Recordings;

/// <summary>Turns a walk's facts into steps, each answer and end with its lease.</summary>
internal static class WalkSteps
{
    public static IReadOnlyList<Step> Of(RecordedWalk walk)
    {
        var steps = new List<Step>(walk.Facts.Count);
        Step? lease = null;
        StoredFact? answer = null;
        var sent = 0;
        foreach (var fact in walk.Facts)
        {
            var step = fact.Kind switch
            {
                "lease" => new Step(StepKind.Fact, fact.At) { Walk = walk, Fact = fact, Backend = fact.Backend, Attempt = sent + 1 },
                "answered" =>
                    new Step(StepKind.Fact, fact.At)
                    {
                        Walk = walk,
                        Fact = fact,
                        Backend = fact.Backend,
                        Attempt = sent,
                        Lease = lease,
                        Returns = !IsRelayed(fact)
                    },
                "ended" when answer is not null && IsRelayed(answer) =>
                    new Step(StepKind.Fact, fact.At)
                    {
                        Walk = walk,
                        Fact = fact,
                        Backend = answer.Backend,
                        Attempt = sent,
                        Lease = lease,
                        Answer = answer,
                        Returns = true
                    },
                _ => new Step(StepKind.Fact, fact.At) { Walk = walk, Fact = fact },
            };
            if (fact.Kind == "lease" && fact.Refusal == LeaseRefusal.None)
                (lease, answer, sent) = (step, null, sent + 1);
            if (fact.Kind == "answered")
                answer = fact;
            if (steps.Count > 0)
                step.After.Add(steps[^1]);
            steps.Add(step);
        }
        return steps;
    }

    public static bool IsRelayed(StoredFact answer) => answer.Verdict?.IsRelayed() == true;
}
