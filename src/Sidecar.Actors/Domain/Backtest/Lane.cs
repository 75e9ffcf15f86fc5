using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>One backend in a replayed world: its rests, its limits, and how much it was sent lately.</summary>
internal sealed class Lane(Backend backend, int index, ReplayPolicy policy, BackendState state)
{
    private readonly RequestWindow _sent = new(int.MaxValue);

    public Backend Backend { get; } = backend;

    public int Index { get; } = index;

    /// <summary>Changed by the world alone, which keeps a board of it.</summary>
    public BackendState State { get; set; } = state;

    public BackendLimits Limits { get; } = new(backend, policy.Walk.Emergency);

    /// <summary>When it last changed.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Whether it would grant a lease now.</summary>
    public LeaseRefusal Check(string model, long tokens, bool isEmergency, DateTimeOffset now, out DateTimeOffset? retryAt)
    {
        retryAt = null;
        if (!Backend.Enabled)
            return LeaseRefusal.Disabled;
        var refusal = LeaseDecisions.Admit(State, model, isEmergency, now, out retryAt);
        return refusal == LeaseRefusal.None ? Limits.Check(tokens, isEmergency, now, out retryAt) : refusal;
    }

    public void Take(LeaseKey lease, long tokens, bool isEmergency, DateTimeOffset now)
    {
        Limits.Take(lease, tokens, isEmergency, now);
        _sent.Take(now);
    }

    /// <summary>Attempts sent in the minute that ends now.</summary>
    public int SentLately(DateTimeOffset now) => _sent.Used(now);

    public IReadOnlyList<IBackendEvent> Probe(string model, DateTimeOffset now, Cause cause) => LeaseDecisions.Leased(State, model, policy.Cooldown, now, cause);

    public IReadOnlyList<IBackendEvent> Judge(AttemptReport? report, DateTimeOffset now, double chance) =>
        Judge(State, report, Backend, policy.Cooldown, now, chance);

    /// <summary>What a backend does with a report.</summary>
    public static IReadOnlyList<IBackendEvent> Judge(BackendState state, AttemptReport? report, Backend backend, CooldownPolicy policy, DateTimeOffset now, double chance) =>
        report is null || (state.IsClean && report.Verdict == AttemptVerdict.Success) ? [] : CooldownDecisions.Decide(state, report, backend, policy, now, chance);
}
