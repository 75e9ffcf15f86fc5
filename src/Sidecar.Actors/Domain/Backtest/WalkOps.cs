using Sidecar.Domain.Attempts;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>A walk's facts as steps, each answer and end with the lease it belongs to.</summary>
internal static class WalkOps
{
    public static IReadOnlyList<Op> Of(RecordedWalk walk)
    {
        var ops = new List<Op>(walk.Facts.Count);
        Op? lease = null;
        StoredFact? answer = null;
        var sent = 0;
        foreach (var fact in walk.Facts)
        {
            var op = fact.Kind switch
            {
                "lease" => new Op(OpKind.Fact, fact.At) { Walk = walk, Fact = fact, Backend = fact.Backend, Attempt = sent + 1 },
                "answered" =>
                    new Op(OpKind.Fact, fact.At)
                    {
                        Walk = walk,
                        Fact = fact,
                        Backend = fact.Backend,
                        Attempt = sent,
                        Lease = lease,
                        Returns = !IsRelayed(fact)
                    },
                "ended" when answer is not null && IsRelayed(answer) =>
                    new Op(OpKind.Fact, fact.At)
                    {
                        Walk = walk,
                        Fact = fact,
                        Backend = answer.Backend,
                        Attempt = sent,
                        Lease = lease,
                        Answer = answer,
                        Returns = true
                    },
                _ => new Op(OpKind.Fact, fact.At) { Walk = walk, Fact = fact },
            };
            if (fact.Kind == "lease" && fact.Refusal == LeaseRefusal.None)
                (lease, answer, sent) = (op, null, sent + 1);
            if (fact.Kind == "answered")
                answer = fact;
            if (ops.Count > 0)
                op.After.Add(ops[^1]);
            ops.Add(op);
        }
        return ops;
    }

    public static bool IsRelayed(StoredFact answer) => answer.Verdict?.IsRelayed() == true;
}
