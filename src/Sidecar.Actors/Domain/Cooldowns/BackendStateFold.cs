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
            e.Model, r => r with { Mode = RestMode.Cooling, Until = e.Until, IsTimeNamed = true, ProbeUntil = null, ProbeRequest = null }),
        CooldownEnded e =>
            state.Change(
            e.Model, r =>
            r with
            {
                Mode = e.ByOperator ? RestMode.Available : RestMode.Probing,
                Until = Earlier(r.Until, e.At),
                ProbeUntil = null,
                ProbeRequest = null
            }),
        ProbeLeased e =>
            state.Change(e.Model, r => r with { Mode = RestMode.Probing, ProbeUntil = e.Until, ProbeRequest = e.Cause.RequestId }),
        ProbeReleased e => state.Change(e.Model, r => r with { ProbeUntil = null, ProbeRequest = null }),
        ProbeClosed e => state.Change(e.Model, r => r with { Mode = RestMode.Available, ProbeUntil = null, ProbeRequest = null }),
        StreakReset e => state.Change(e.Model, r => r with { Streak = e.Streak }),
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
        return (state with { Epoch = epoch, Failures = e.Failures }).Change(e.Model, _ => new RestState
        {
            Mode = RestMode.Cooling,
            Reason = e.Reason,
            Since = e.At,
            Until = e.Until,
            Streak = e.Streak,
            Epoch = epoch,
            IsTimeNamed = e.Cause.RetryAfterMs is not null,
            Cause = e.Cause,
        });
    }

    private static BackendState Change(this BackendState state, string? model, Func<RestState, RestState> change) =>
        state.WithRest(model, change(state.Rest(model)));

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
