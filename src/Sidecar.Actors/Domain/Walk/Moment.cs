using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Walk;

/// <summary>What a walk decides by beside its own state: what the world is like when a fact reaches it.</summary>
/// <param name="Board">Whom there is to ask.</param>
/// <param name="IsClientGone">Nobody waits for the answer any more, as far as is known.</param>
internal readonly record struct Moment(DateTimeOffset Now, WalkPolicy Policy, RoutingBoard Board, bool IsClientGone = false)
{
    /// <summary>Time left until the walk's deadline; zero or less when it has passed.</summary>
    public TimeSpan Remaining(WalkState walk) => WalkBudget.Remaining(Policy, walk.Request.At + walk.Uncounted, Now);
}
