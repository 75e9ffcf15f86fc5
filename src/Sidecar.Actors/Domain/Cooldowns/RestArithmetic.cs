using Sidecar.Domain.Policies;

namespace Sidecar.Domain.Cooldowns;

/// <summary>How long a rest lasts: the contract's arithmetic, with b(k) = min(base × multiplier^k, max).</summary>
internal static class RestArithmetic
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>The rest after the <paramref name="streak"/>-th 429 in a row, this one included.</summary>
    public static TimeSpan AfterRateLimit(CooldownPolicy policy, int streak, TimeSpan? retryAfter)
    {
        if (Capped(policy, retryAfter) is not { } asked)
            return AtLeast(Shortest, Ladder(policy, streak - 1));
        return AtLeast(Shortest, streak == 1 ? asked : AtLeast(asked, Ladder(policy, streak - 2)));
    }

    /// <summary>The rest of an overloaded backend.</summary>
    public static TimeSpan AfterOverload(CooldownPolicy policy, TimeSpan? retryAfter) =>
        AtLeast(Shortest, AtLeast(policy.OverloadRest, Capped(policy, retryAfter) ?? TimeSpan.Zero));

    /// <summary>The rest after <paramref name="failures"/> failures in a row; each one beyond <c>failures-to-cool</c> climbs the
    /// ladder.</summary>
    /// <remarks>To ask a backend that refuses or fails at once costs a request nothing, so that it is asked again soon; one that hangs
    /// costs each that asks it a share of its time.</remarks>
    public static TimeSpan AfterFailures(CooldownPolicy policy, int failures, bool areQuick)
    {
        var beyond = Math.Max(0, failures - policy.FailuresToCool);
        var rest = Ladder(policy, beyond);
        return AtLeast(Shortest, areQuick && policy.OverloadRest * (beyond > 0 ? 2 : 1) is var soon && soon < rest ? soon : rest);
    }

    /// <summary>The rest that an answer asks for by itself; null without a Retry-After, or with one in the past. Zero is an answer too: the
    /// shortest rest.</summary>
    public static TimeSpan? Capped(CooldownPolicy policy, TimeSpan? retryAfter) =>
        retryAfter is { } asked && asked >= TimeSpan.Zero ? (asked < policy.RetryAfterMax ? asked : policy.RetryAfterMax) : null;

    /// <summary>The deadline: jittered, and never before <paramref name="current"/>.</summary>
    public static DateTimeOffset Until(CooldownPolicy policy, DateTimeOffset current, DateTimeOffset now, TimeSpan rest, double chance)
    {
        var until = now + rest * (1 + chance * policy.Jitter);
        return until > current ? until : current;
    }

    /// <summary>What is left of a rest after a restart: no more than it was meant to last, by whichever clock it began, nor than the
    /// longest there is. How long an operator's lasts is the operator's own word.</summary>
    public static TimeSpan Left(CooldownPolicy policy, RestState rest, DateTimeOffset now)
    {
        var left = rest.Until - (rest.Since > now ? rest.Since : now);
        return rest.Reason == CooldownReason.Operator || left < Longest(policy) ? left : Longest(policy);
    }

    private static TimeSpan Longest(CooldownPolicy policy) =>
        AtLeast(AtLeast(policy.Max, policy.RetryAfterMax), AtLeast(policy.CredentialRest, policy.OverloadRest)) * (1 + policy.Jitter);

    // In seconds and as a double, because base × multiplier^k leaves TimeSpan's range long before a streak ends.
    private static TimeSpan Ladder(CooldownPolicy policy, int k) =>
        TimeSpan.FromSeconds(Math.Min(policy.Base.TotalSeconds * Math.Pow(policy.Multiplier, Math.Max(0, k)), policy.Max.TotalSeconds));

    private static TimeSpan AtLeast(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
