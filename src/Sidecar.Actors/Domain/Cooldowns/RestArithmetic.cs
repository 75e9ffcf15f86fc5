using Sidecar.Domain.Policies;

namespace Sidecar.Domain.Cooldowns;

/// <summary>How long a rest lasts: the contract's arithmetic, with b(k) = min(base × multiplier^k, max).</summary>
internal static class RestArithmetic
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    // Doubts about a named time make a rest no longer than the time that the 429s have lasted, divided by this.
    private const int TimesWrong = 10;

    // With the default overload-rest, about two minutes.
    private const int SoonProbes = 24;

    /// <summary>The rest after the <paramref name="streak"/>-th 429 in a row, this one included.</summary>
    /// <remarks>A time that the upstream names is believed, repeatedly, until it has been wrong for long. With the growing rests alone, an
    /// upstream that says 1 s during a few seconds of trouble would rest for half a minute afterwards.</remarks>
    /// <param name="policy">If it says that nothing is learnt, rests grow with the streak alone.</param>
    /// <param name="streak">429s in a row, this one included.</param>
    /// <param name="retryAfter">The rest that the upstream asked for.</param>
    /// <param name="refusingFor">The time since the first of these 429s.</param>
    public static TimeSpan AfterRateLimit(CooldownPolicy policy, int streak, TimeSpan? retryAfter, TimeSpan refusingFor)
    {
        if (Capped(policy, retryAfter) is not { } asked)
            return AtLeast(Shortest, Ladder(policy, streak - 1));
        if (streak == 1)
            return AtLeast(Shortest, asked);
        var doubted = Ladder(policy, streak - 2);
        return AtLeast(Shortest, AtLeast(asked, policy.Learn ? AtMost(doubted, refusingFor / TimesWrong) : doubted));
    }

    /// <summary>The rest of an overloaded backend.</summary>
    public static TimeSpan AfterOverload(CooldownPolicy policy, TimeSpan? retryAfter) =>
        AtLeast(Shortest, AtLeast(policy.OverloadRest, Capped(policy, retryAfter) ?? TimeSpan.Zero));

    /// <summary>The rest of a backend that fails at once. Asking it costs a request only a few milliseconds, so for two minutes it is asked
    /// often; after that less and less often, down to one probe in b(1).</summary>
    /// <param name="policy">The cooldown policy.</param>
    /// <param name="failures">Failures in a row, this one included.</param>
    public static TimeSpan AfterFailures(CooldownPolicy policy, int failures)
    {
        var beyond = Math.Max(0, failures - policy.FailuresToCool);
        var soon = policy.OverloadRest.TotalSeconds * Math.Pow(policy.Multiplier, Math.Max(0, beyond - SoonProbes));
        var longest = Ladder(policy, Math.Min(1, beyond));
        return AtLeast(Shortest, soon < longest.TotalSeconds ? TimeSpan.FromSeconds(soon) : longest);
    }

    /// <summary>The rest of a backend that hangs. Each request sent to it loses much of its time, so each probe that hangs doubles the
    /// rest.</summary>
    /// <param name="policy">The cooldown policy.</param>
    /// <param name="former">The rest before the probe; null if no probe failed.</param>
    public static TimeSpan AfterSilence(CooldownPolicy policy, TimeSpan? former)
    {
        var (first, climbed) = (policy.OverloadRest * 2, (former ?? TimeSpan.Zero) * policy.Multiplier);
        return AtLeast(Shortest, AtMost(AtLeast(first, climbed), policy.Max));
    }

    /// <summary>How long a probe keeps other requests away. If it is not answered within that time, it is not cut off and may still be
    /// answered; but the next probe, which may hang too, gets twice as long.</summary>
    public static TimeSpan LeaseOfProbe(CooldownPolicy policy, RestState rest) =>
        rest is { Mode: RestMode.Probing, ProbeSince: { } since, ProbeUntil: { } until }
            ? AtLeast(policy.ProbeLease, AtMost((until - since) * policy.Multiplier, policy.Max)) : policy.ProbeLease;

    /// <summary>The rest that an answer itself asks for; null without a Retry-After, or with one in the past. Zero counts too: it means the
    /// shortest rest.</summary>
    public static TimeSpan? Capped(CooldownPolicy policy, TimeSpan? retryAfter) =>
        retryAfter is { } asked && asked >= TimeSpan.Zero ? (asked < policy.RetryAfterMax ? asked : policy.RetryAfterMax) : null;

    /// <summary>The deadline: jittered, and never before <paramref name="current"/>.</summary>
    public static DateTimeOffset Until(CooldownPolicy policy, DateTimeOffset current, DateTimeOffset now, TimeSpan rest, double chance)
    {
        var until = now + rest * (1 + chance * policy.Jitter);
        return until > current ? until : current;
    }

    /// <summary>What is left of a rest after a restart: no more than its planned length, whatever the clock showed when it began, and no
    /// more than the longest possible rest. A rest that an operator set may be of any length.</summary>
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

    private static TimeSpan AtMost(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
