using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Recordings;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Forecast;

/// <summary>The walk of one request in a simulation.</summary>
/// <param name="recorded">The same request's recorded walk.</param>
/// <param name="seed">The seed of its random numbers.</param>
internal sealed class SimulatedWalk(RecordedWalk recorded, ulong seed)
{
    private Chance _chance = new(~seed);

    public RecordedWalk Recorded => recorded;

    public RequestArrived Request { get; } = recorded.Request with { Seed = seed };

    public WalkState State { get; set; } = new(recorded.Request);

    public long? Ticket { get; set; }

    /// <summary>The attempt under way, or the last one.</summary>
    public SimulatedAttempt? Attempt { get; set; }

    /// <summary>The backend whose answer is kept, to be relayed if no better one comes.</summary>
    public string? KeptBy { get; set; }

    public bool IsOver { get; set; }

    public bool IsGuessed { get; set; }

    /// <summary>Goes up with each thing that the walk waits for, so that an action scheduled for an earlier one is recognised as
    /// stale.</summary>
    public int Turn { get; set; }

    public double Draw() => _chance.Next();

    public SimulatedReply Ask(SimulatedUpstream upstream, DateTimeOffset now) => upstream.Answer(recorded, now, ref _chance);
}

/// <summary>An attempt of a simulated walk.</summary>
internal sealed record SimulatedAttempt(SimulatedBackend Backend, SimulatedReply Reply, DateTimeOffset SentAt, long Epoch, bool IsClean)
{
    /// <summary>What its backend is told about it.</summary>
    public AttemptFacts FactsOf(WalkState walk, DateTimeOffset now)
    {
        var (told, serving) = (Reply.Like, Backend.Serving);
        return new AttemptFacts(walk.Request.RequestId, walk.Sent, walk.Request.Model, told.Verdict, told.Status, told.Error,
            told.RetryAfterMs, Epoch, IsClean,
            IsSilent: AttemptClassifier.IsTimeout(told.Verdict, told.Error) && !Backend.Load.HasAnsweredSince(SentAt),
            IsLimitUsed: told.IsRefused && serving.Limits.AreWellUsed(now));
    }
}
