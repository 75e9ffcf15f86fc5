using Sidecar.Domain.Policies;
using Sidecar.Host.Configuration.Options;

namespace Sidecar.Host.Configuration;

/// <summary>Builds the domain's policies from valid options.</summary>
internal static class PolicyFactory
{
    public static WalkPolicy Walk(SidecarOptions options) => new()
    {
        Routing = new RoutingPolicy(options.Routing.MaxAttempts, options.Routing.Strategy)
        {
            AlsoTryNext = AlsoTryNext.Of(options.Routing.AlsoTryNext),
            Affinity = new AffinityPolicy(SignsOf(options.Routing.Affinity.By), options.Routing.Affinity.Keep),
        },
        PrimaryWait = new PrimaryWaitPolicy(options.PrimaryWait.MaxRetries, options.PrimaryWait.Interval, options.PrimaryWait.MaxWaiting)
        {
            For = options.PrimaryWait.For,
            MaxWaitingBytes = options.PrimaryWait.MaxWaitingBytes,
        },
        Emergency = new EmergencyPolicy(options.Emergency.DefaultRpm, options.Emergency.RpmFraction, options.Emergency.Rounds),
        Deadline = options.Http.Deadline,
        FailOverNow = options.Exhausted.FailOverNow,
        InjectUsage = options.Sse.InjectUsage,
    };

    private static SessionSigns SignsOf(List<string> words) => words switch
    {
        [] or [BackendApis.Auto] => SessionSigns.All,
        [""] => SessionSigns.None,
        _ => words.Aggregate(SessionSigns.None, (all, word) => SessionSignNames.TryFind(word, out var sign) ? all | sign : all),
    };

    public static CooldownPolicy Cooldown(SidecarOptions options) => new()
    {
        Base = options.Cooldown.Base,
        Multiplier = options.Cooldown.Multiplier,
        Max = options.Cooldown.Max,
        Jitter = options.Cooldown.Jitter,
        RetryAfterMax = options.Cooldown.RetryAfterMax,
        FailuresToCool = options.Cooldown.FailuresToCool,
        OverloadRest = options.Cooldown.OverloadRest,
        CredentialRest = options.Cooldown.CredentialRest,
        ProbeLease = options.Cooldown.ProbeLease,
        Learn = options.Cooldown.Learn,
    };
}
