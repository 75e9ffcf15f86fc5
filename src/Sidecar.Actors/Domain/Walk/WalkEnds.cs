namespace Sidecar.Domain.Walk;

/// <summary>What the client is told at the end of a walk that brought no answer.</summary>
internal static class WalkEnds
{
    /// <summary>Null when nobody is left to be told.</summary>
    /// <param name="walk">Which has ended.</param>
    /// <param name="retryAfterSeconds">To the earliest backend that could serve it; asked for only where it is told.</param>
    /// <param name="keptOut">What kept each pool out; likewise.</param>
    public static Refusal? Refusal(this WalkState walk, Func<int> retryAfterSeconds, Func<string> keptOut) => walk.Next.End switch
    {
        WalkEnd.ClientGone => null,
        WalkEnd.NoBackendConfigured => Refusals.NoBackendConfigured,
        WalkEnd.NoBackendForModel => Refusals.NoBackendForModel(walk.Request.Model),
        WalkEnd.NoBackendForApi => Refusals.NoBackendForApi(walk.Request.Ask.Api, walk.Request.Model),
        WalkEnd.Untranslatable => Refusals.Untranslatable(walk.Request.Ask),
        _ when walk.RanShort => Refusals.Overloaded,
        _ => Refusals.AllPoolsExhausted(retryAfterSeconds(), keptOut()),
    };
}
