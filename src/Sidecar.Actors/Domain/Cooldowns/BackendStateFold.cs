namespace Sidecar.Domain.Cooldowns;

using static CooldownEvents.V1;

/// <summary>State from events: replaying a backend's journal gives its state at any instant.</summary>
public static class BackendStateFold
{
    public static BackendState Apply(this BackendState state, IBackendEvent @event) => @event switch
    {
        CooldownStarted e => state.Started(e),
        CooldownExtended e =>
            state.Change(
            e.Model, r => r.WithoutProbe() with { Mode = RestMode.Cooling, Until = e.Until, IsTimeNamed = true }),
        CooldownEnded e =>
            state.Change(
            e.Model, r =>
            r.WithoutProbe() with
            {
                Mode = e.ByOperator ? RestMode.Available : RestMode.Probing,
                Until = Earlier(r.Until, e.At),
            }),
        ProbeLeased e =>
            state.Change(
            e.Model, r =>
            r with { Mode = RestMode.Probing, ProbeUntil = e.Until, ProbeSince = e.At, ProbeRequest = e.Cause.RequestId }),
        ProbeReleased e => state.Change(e.Model, r => r.WithoutProbe()),
        ProbeClosed e => state.Change(e.Model, r => r.WithoutProbe() with { Mode = RestMode.Available }),
        StreakReset e => state.Change(e.Model, r => r with { Streak = e.Streak, RefusingSince = null }),
        ModelLeftOut e => state with { Absent = state.Absent.With(e.Model, e.Until, e.At) },
        LimitLearned e =>
            state with { Limits = e.Limit is { } limit ? state.Limits.SetItem(e.Model ?? "", limit) : state.Limits.Remove(e.Model ?? "") },
        FailureCounted e => state with { Failures = e.Failures },
        FailuresCleared => state with { Failures = 0 },
        _ => throw new ArgumentOutOfRangeException(nameof(@event), @event.GetType().Name, "not an event of a backend"),
    };

    public static BackendState Apply(this BackendState state, IEnumerable<IBackendEvent> events) => events.Aggregate(state, Apply);

    private static BackendState Started(this BackendState state, CooldownStarted e)
    {
        var epoch = state.Epoch + 1;
        return (state with { Epoch = epoch, Failures = e.Failures }).Change(e.Model, former => new RestState
        {
            Mode = RestMode.Cooling,
            Reason = e.Reason,
            Since = e.At,
            Until = e.Until,
            Streak = e.Streak,
            Epoch = epoch,
            RefusingSince = former.RefusingSince ?? (e.Reason == CooldownReason.RateLimited ? e.At : null),
            IsTimeNamed = e.Cause.RetryAfterMs is not null,
            Cause = e.Cause,
        });
    }

    private static RestState WithoutProbe(this RestState rest) => rest with { ProbeUntil = null, ProbeSince = null, ProbeRequest = null };

    private static BackendState Change(this BackendState state, string? model, Func<RestState, RestState> change) =>
        state.WithRest(model, change(state.Rest(model)));

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
