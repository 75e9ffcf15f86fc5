using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Walk;

/// <summary>What a walk decides by besides its own state: time, policy and the backends as they are when a fact reaches it.</summary>
/// <param name="Board">The backends and their states.</param>
/// <param name="IsClientGone">As far as is known, nobody waits for the answer any more.</param>
internal readonly record struct Moment(DateTimeOffset Now, WalkPolicy Policy, RoutingBoard Board, bool IsClientGone = false)
{
    /// <summary>Time left until the walk's deadline; zero or less when it has passed.</summary>
    public TimeSpan Remaining(WalkState walk) => WalkBudget.Remaining(Policy, walk.Request.At + walk.Uncounted, Now);
}
