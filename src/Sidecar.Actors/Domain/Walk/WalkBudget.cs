using Sidecar.Domain.Backends;
using Sidecar.Domain.Policies;

namespace Sidecar.Domain.Walk;

/// <summary>Where a walk goes when a phase has nothing more to try.</summary>
public enum NextMove
{
    PrimaryWait,
    Emergency,
    Exhausted,
}

/// <summary>How much of its budget a walk has left, and what follows when a phase has used up its own.</summary>
public static class WalkBudget
{
    /// <summary>Time left until the response head must be there; zero or less when the deadline has passed.</summary>
    public static TimeSpan Remaining(WalkPolicy policy, DateTimeOffset arrivedAt, DateTimeOffset now) => arrivedAt + policy.Deadline - now;

    /// <summary>The longest that any walk can take, from arrival to the answer. A stream has its deadline; other requests have, for each
    /// attempt, the time of the slowest backend.</summary>
    public static TimeSpan Longest(WalkPolicy policy, BackendCatalog backends, bool isStreamed)
    {
        if (isStreamed)
            return policy.Deadline;
        var attempts = policy.Routing.MaxAttempts + policy.PrimaryWait.MaxRetries + (policy.Emergency.Rounds * backends.Backends.Count);
        return policy.Deadline + (attempts * backends.LongestAnswer);
    }

    public static bool MayAttemptInRouting(WalkPolicy policy, int sent) => sent < policy.Routing.MaxAttempts;

    /// <summary>What follows Routing.</summary>
    /// <param name="policy">The policy in force.</param>
    /// <param name="isWorthWaiting">An enabled backend that it may wait for serves the model and may be asked again.</param>
    /// <param name="remaining">Time left.</param>
    public static NextMove AfterRouting(WalkPolicy policy, bool isWorthWaiting, TimeSpan remaining)
    {
        if (remaining <= TimeSpan.Zero)
            return NextMove.Exhausted;
        return isWorthWaiting && policy.PrimaryWait.MaxRetries > 0 ? NextMove.PrimaryWait : AfterPrimaryWait(policy, remaining);
    }

    /// <summary>Whether the budget allows another attempt in primary-wait.</summary>
    public static bool MayWaitOn(WalkPolicy policy, int sent, DateTimeOffset until, DateTimeOffset now) =>
        sent < policy.PrimaryWait.MaxRetries && now < until;

    public static NextMove AfterPrimaryWait(WalkPolicy policy, TimeSpan remaining) =>
        policy.Emergency.Rounds > 0 && remaining > TimeSpan.Zero ? NextMove.Emergency : NextMove.Exhausted;

    /// <summary>Whether another emergency round can help: if no backend let a request through in the last round, the next would be the
    /// same.</summary>
    public static bool MayStartRound(WalkPolicy policy, int roundsDone, bool sentInLastRound, TimeSpan remaining) =>
        roundsDone < policy.Emergency.Rounds && (roundsDone == 0 || sentInLastRound) && remaining > TimeSpan.Zero;
}
