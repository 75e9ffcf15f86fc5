using Sidecar.Domain.Attempts;
using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Cooldowns;

using static CooldownEvents.V1;

/// <summary>The limits that a backend learns: one for the whole of it or, where its rests are each model's own, one for each
/// model.</summary>
/// <param name="isByModel">Each model has a limit of its own.</param>
/// <param name="longestHint">The longest Retry-After that is believed.</param>
internal sealed class LearnedScopes(bool isByModel, TimeSpan longestHint)
{
    // Clients choose the names: beyond this many models share one.
    private const int MostModels = CooldownDecisions.MostModelsAtRest;

    private readonly Dictionary<string, LearnedLimits> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<LeaseKey, (LearnedLimits Limits, string? Model, LearnedStart Start, bool IsJudged)> _leases = [];
    private readonly LearnedLimits _whole = new();

    /// <summary>Whether a start may be made, and when to ask again; null when only an answer can help.</summary>
    public bool MayStart(in LeaseQuery query, DateTimeOffset now, out DateTimeOffset? retryAt)
    {
        retryAt = null;
        var limits = Of(query.Model, out _);
        if (!limits.IsActive || (query.IsEmergency ? limits.MayStartInEmergency(now, query.Tokens) : limits.MayStart(now, query.Tokens)))
            return true;
        retryAt = limits.NextAt(now, query.Tokens) is var next && next < DateTimeOffset.MaxValue ? next : null;
        return false;
    }

    /// <summary>The earliest instant at which a small request may start, where that does not depend on its model.</summary>
    public DateTimeOffset NextAt(DateTimeOffset now) => _whole.IsActive ? _whole.NextAt(now) : now;

    public void Start(in LeaseQuery query, DateTimeOffset now)
    {
        var limits = Of(query.Model, out var model);
        _leases[query.Lease] = (limits, model, limits.Started(now, query.Tokens), false);
    }

    /// <summary>What became of an attempt.</summary>
    /// <returns>The event of a limit that is known now, or is no longer, or is another; null where nothing changed.</returns>
    public LimitLearned? Hear(LeaseKey lease, AttemptReport report, BackendState state, DateTimeOffset now)
    {
        // A stream that began well may still tell of a limit.
        if (!_leases.TryGetValue(lease, out var told) || (told.IsJudged && report.Verdict != AttemptVerdict.RateLimited))
            return null;
        if (report.Verdict == AttemptVerdict.RateLimited)
            told.Limits.Refused(told.Start, now, new LimitHint(Believed(report.RetryAfter)));
        else if (report.Verdict is AttemptVerdict.Success or AttemptVerdict.Declined)
            told.Limits.Admitted(told.Start, now);
        else
            return null;
        _leases[lease] = told with { IsJudged = true };
        var (former, known) = (state.LimitOf(told.Model), told.Limits.IsActive ? told.Limits.Known : null);
        return known is null ? (former is null ? null : new LimitLearned(now, told.Model, null, report.Cause))
            : known.IsSameAs(former) ? null
            : new LimitLearned(now, told.Model, known, report.Cause);
    }

    /// <summary>The lease came back.</summary>
    public void End(LeaseKey lease, long? tokens)
    {
        if (_leases.Remove(lease, out var told))
            told.Limits.Ended(told.Start, tokens);
    }

    /// <summary>After a rest the burst starts at one; an operator's word opens at once.</summary>
    public void Notice(IBackendEvent happened)
    {
        switch (happened)
        {
            case ProbeClosed closed:
                Named(closed.Model)?.Rested(closed.At);
                break;
            case CooldownEnded { ByOperator: true } ended:
                Named(ended.Model)?.Open();
                break;
        }
    }

    /// <summary>What a former process learnt holds on.</summary>
    public void Restore(BackendState state)
    {
        foreach (var (model, limit) in state.Limits)
            Of(model, out _).Restore(limit);
    }

    private LearnedLimits? Named(string? model) => model is null || !isByModel ? _whole : _models.GetValueOrDefault(model);

    private LearnedLimits Of(string model, out string? scope)
    {
        scope = null;
        if (!isByModel || model.Length == 0)
            return _whole;
        if (!_models.TryGetValue(model, out var limits))
        {
            if (_models.Count == MostModels)
                return _whole;
            _models.Add(model, limits = new LearnedLimits());
        }
        scope = model;
        return limits;
    }

    private TimeSpan? Believed(TimeSpan? asked) =>
        asked is not { } span || span < TimeSpan.Zero ? null : span < longestHint ? span : longestHint;
}
