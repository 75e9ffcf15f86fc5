using Sidecar.Domain.Attempts;
using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Cooldowns;

using static CooldownEvents.V1;

/// <summary>The limits that are learnt for a backend: one for the whole backend or, if its cooldowns are per model, one for each
/// model.</summary>
/// <param name="isByModel">Each model has a limit of its own.</param>
/// <param name="longestHint">The longest Retry-After that is accepted.</param>
internal sealed class LearnedScopes(bool isByModel, TimeSpan longestHint)
{
    // Clients choose the names: models beyond this number share one limit.
    private const int MostModels = CooldownDecisions.MostModelsAtRest;

    private readonly Dictionary<string, Scope> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<LeaseKey, Started> _leases = [];
    private readonly Scope _whole = new(null);

    /// <summary>None if a request may be started; else the reason, and when to ask again: null if only an answer can help.</summary>
    public LeaseRefusal Check(in LeaseQuery query, DateTimeOffset now, out DateTimeOffset? retryAt)
    {
        retryAt = null;
        var scope = Of(query.Model);
        // The upstream's own headers first.
        if (scope.Named.NextAt(now, query.Tokens) is var room && room > now)
        {
            retryAt = room;
            return LeaseRefusal.NamedLimit;
        }
        var limits = scope.Learned;
        if (!limits.IsActive || (query.IsEmergency ? limits.MayStartInEmergency(now, query.Tokens) : limits.MayStart(now, query.Tokens)))
            return LeaseRefusal.None;
        retryAt = limits.NextAt(now, query.Tokens) is var next && next < DateTimeOffset.MaxValue ? next : null;
        return LeaseRefusal.LearnedLimit;
    }

    /// <summary>The earliest instant at which a small request may be started, if that does not depend on its model.</summary>
    public DateTimeOffset NextAt(DateTimeOffset now)
    {
        var learned = _whole.Learned.IsActive ? _whole.Learned.NextAt(now) : now;
        return _whole.Named.NextAt(now, 1) is var named && named > learned ? named : learned;
    }

    public void Start(in LeaseQuery query, DateTimeOffset now)
    {
        var scope = Of(query.Model);
        _leases[query.Lease] =
            new Started(scope, scope.Learned.Started(now, query.Tokens), scope.Named.Started(query.Tokens), IsJudged: false);
    }

    /// <summary>Takes what the headers of an attempt's answer say.</summary>
    /// <returns>Same as <see cref="Hear(LeaseKey, AttemptReport, BackendState, DateTimeOffset)"/>.</returns>
    public LimitLearned? Hear(LeaseKey lease, IReadOnlyList<NamedBucket> said, BackendState state, DateTimeOffset now)
    {
        if (!_leases.TryGetValue(lease, out var told))
            return null;
        told.Scope.Named.Hear(told.Named, said, longestHint, now);
        return NewsOf(told.Scope, state, new Cause(lease.RequestId), now);
    }

    /// <summary>Takes the result of an attempt.</summary>
    /// <returns>An event if a limit became known, unknown or different; null if nothing changed.</returns>
    public LimitLearned? Hear(LeaseKey lease, AttemptReport report, BackendState state, DateTimeOffset now)
    {
        // A stream that began well may still report a limit later.
        if (!_leases.TryGetValue(lease, out var told) || (told.IsJudged && report.Verdict != AttemptVerdict.RateLimited))
            return null;
        if (report.Verdict == AttemptVerdict.RateLimited)
            told.Scope.Learned.Refused(told.Learned, now, new LimitHint(Believed(report.RetryAfter), told.Scope.Named.UsedUp));
        else if (report.Verdict is AttemptVerdict.Success or AttemptVerdict.Declined)
            told.Scope.Learned.Admitted(told.Learned, now);
        else
            return null;
        _leases[lease] = told with { IsJudged = true };
        return NewsOf(told.Scope, state, report.Cause, now);
    }

    /// <summary>The lease was returned.</summary>
    public void End(LeaseKey lease, long? tokens)
    {
        if (_leases.Remove(lease, out var told))
            told.Scope.Learned.Ended(told.Learned, tokens);
    }

    /// <summary>After a rest the burst starts with one request; if an operator ended the rest, there is no such limit.</summary>
    public void Notice(IBackendEvent happened)
    {
        switch (happened)
        {
            case ProbeClosed closed:
                ScopeOf(closed.Model)?.Learned.Rested(closed.At);
                break;
            case CooldownEnded { ByOperator: true } ended:
                ScopeOf(ended.Model)?.Learned.Open();
                ScopeOf(ended.Model)?.Named.Open();
                break;
        }
    }

    /// <summary>Restores what an earlier process learnt.</summary>
    public void Restore(BackendState state, DateTimeOffset now)
    {
        foreach (var (model, limit) in state.Limits)
            if (!limit.IsNamed)
                Of(model).Learned.Restore(limit, now);
    }

    /// <summary>Counts the requests that an earlier process started.</summary>
    public void Resume(PastStarts past)
    {
        foreach (var start in past.Lately)
            Of(start.Model).Learned.Resume(start);
    }

    // Limits shown by refusals are reported before those named in headers, because the refusals came although the headers said that
    // something was left.
    private static LimitLearned? NewsOf(Scope scope, BackendState state, Cause cause, DateTimeOffset now)
    {
        var (former, learnt) = (state.LimitOf(scope.Model), scope.Learned.IsActive ? scope.Learned.Known : null);
        var known = learnt ?? (scope.Named.IsActive ? scope.Named.Told : null);
        return known is null ? (former is null ? null : new LimitLearned(now, scope.Model, null, cause))
            : known.IsSameAs(former) ? null
            : new LimitLearned(now, scope.Model, known, cause);
    }

    private Scope? ScopeOf(string? model) => model is null || !isByModel ? _whole : _models.GetValueOrDefault(model);

    private Scope Of(string model)
    {
        if (!isByModel || model.Length == 0)
            return _whole;
        if (_models.TryGetValue(model, out var scope))
            return scope;
        if (_models.Count == MostModels)
            return _whole;
        _models.Add(model, scope = new Scope(model));
        return scope;
    }

    private TimeSpan? Believed(TimeSpan? asked) =>
        asked is not { } span || span < TimeSpan.Zero ? null : span < longestHint ? span : longestHint;

    private sealed class Scope(string? model)
    {
        public string? Model => model;

        public LearnedLimits Learned { get; } = new();

        public NamedLimits Named { get; } = new();
    }

    private readonly record struct Started(Scope Scope, LearnedStart Learned, NamedStart Named, bool IsJudged);
}
