namespace Sidecar.Domain.Walk;

/// <summary>What the client is told at the end of a walk without an upstream's answer.</summary>
internal static class WalkEnds
{
    /// <summary>The refusal; null if the client has gone.</summary>
    /// <param name="walk">The walk that has ended.</param>
    /// <param name="retryAfterSeconds">Until the earliest backend that could serve it; computed only if needed.</param>
    /// <param name="keptOut">Why each pool could not serve; computed only if needed.</param>
    public static Refusal? Refusal(this WalkState walk, Func<int> retryAfterSeconds, Func<string> keptOut) => walk.Next.End switch
    {
        WalkEnd.ClientGone => null,
        WalkEnd.NoBackendConfigured => Refusals.NoBackendConfigured,
        WalkEnd.NoBackendForModel => Refusals.NoBackendForModel(walk.Request.Model),
        WalkEnd.NoBackendForApi => Refusals.NoBackendForApi(walk.Request.Ask.Api, walk.Request.Model),
        WalkEnd.Untranslatable => Refusals.Untranslatable(walk.Request.Ask),
        _ when walk.Setbacks.RanShort => Refusals.Overloaded,
        _ => Refusals.AllPoolsExhausted(retryAfterSeconds(), keptOut()),
    };
}
