using Sidecar.Domain.Attempts;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;
using Sidecar.Ledger;

namespace Sidecar.Host.Tests.Admin.Live;

/// <summary>Finished walks as the ledger receives them.</summary>
internal static class Walks
{
    private static readonly DateTimeOffset Arrived = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    public static WalkRow Answered(string id, string backend) => Of(
        id,
        200,
        new LeaseAnswered(After(1), RequestPhase.Routing, backend, LeaseRefusal.None, null, 0, false),
        new UpstreamAnswered(After(80), RequestPhase.Routing, backend, 1, 200, null, AttemptVerdict.Success, null),
        new WalkEnded(After(90.5), 200, "Completed", 300));

    public static WalkRow Of(string id, int outcome, params WalkFact[] facts) =>
        new(id, Arrived, outcome, [new RequestArrived(Arrived, id, "m", false, 10, null, 0, 0), .. facts]);

    public static DateTimeOffset After(double milliseconds) => Arrived.AddMilliseconds(milliseconds);
}
