using Sidecar.Domain.Audit;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Audit;

public sealed class WalkBackendsTests
{
    [Fact]
    public void only_those_whose_events_can_tell_something_are_asked_for()
    {
        StoredFact[] facts =
        [
            new("picked", At(0))
            {
                Backend = "chosen",
                Candidates = new Dictionary<string, StoredCandidate>
                {
                    ["resting"] = new(null, "cooling:overloaded", null),
                    ["probed"] = new(null, "probing", null),
                    ["free"] = new(0, null, null),
                    ["full"] = new(null, "limited", null),
                    ["off"] = new(null, "disabled", null),
                },
            },
            new("lease", At(0)) { Backend = "over-its-rate", Refusal = LeaseRefusal.Rpm },
            new("lease", At(0)) { Backend = "learnt", Refusal = LeaseRefusal.LearnedLimit },
            new("lease", At(0)) { Backend = "raced", Refusal = LeaseRefusal.Cooling },
            new("lease", At(0)) { Backend = "sent" },
            new("woken", At(0)) { Backend = "woke" },
            new("round", At(0)) { Candidates = new Dictionary<string, StoredCandidate> { ["recovering"] = new(null, null, At(9)) } },
        ];

        Assert.Equal(["full", "learnt", "probed", "raced", "recovering", "resting", "sent", "woke"], WalkBackends.Of(facts));
    }
}
