using Sidecar.Domain.Walk;

namespace Sidecar.Ledger;

/// <summary>A short description of a finished walk, for live watchers.</summary>
/// <param name="At">When it ended, UTC.</param>
/// <param name="Status">The status that the client got; 0 if it hung up first.</param>
/// <param name="Phase">The last phase in which anything was done for it.</param>
/// <param name="Backend">The last backend that it was sent to; null if none.</param>
/// <param name="Attempts">How many attempts were sent.</param>
/// <param name="Elapsed">From its arrival to its end.</param>
public sealed record FinishedWalk(
    string Id, DateTimeOffset At, string Model, int Status, string Phase, string? Backend, int Attempts, TimeSpan Elapsed)
{
    public static FinishedWalk Of(WalkRow walk)
    {
        var (at, model, phase, backend, attempts) = (walk.ArrivedAt, "", RequestPhase.Routing, default(string), 0);
        // By index: enumerating a list through its interface allocates.
        for (var i = 0; i < walk.Facts.Count; i++)
        {
            var fact = walk.Facts[i];
            at = fact.At;
            switch (fact)
            {
                case RequestArrived arrived:
                    model = arrived.Model;
                    break;
                case BackendPicked picked:
                    phase = picked.Phase;
                    break;
                case WaitBegan:
                    phase = RequestPhase.PrimaryWait;
                    break;
                case LeaseAnswered lease:
                    phase = lease.Phase;
                    break;
                case UpstreamAnswered answered:
                    (phase, backend, attempts) = (answered.Phase, answered.Backend, answered.Attempt);
                    break;
            }
        }
        return new FinishedWalk(walk.RequestId, at, model, walk.Outcome, phase.ToWire(), backend, attempts, at - walk.ArrivedAt);
    }
}
