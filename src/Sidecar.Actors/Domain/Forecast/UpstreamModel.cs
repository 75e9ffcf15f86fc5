using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Recordings;
using Sidecar.Domain.Usage;

namespace Sidecar.Domain.Forecast;

/// <summary>What a record shows about its upstreams: their limits, when they failed, how long answers took and how many tokens they
/// used.</summary>
internal sealed class UpstreamModel
{
    private readonly Dictionary<string, List<Evidence>> _evidence;
    private readonly Dictionary<string, List<Scope>> _scopes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TokenUsage> _usages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TokenUsage>> _usual;
    private readonly Dictionary<string, AnswerHabits> _habits = new(StringComparer.Ordinal);
    private readonly AnswerHabits _unknown;

    public UpstreamModel(RecordedHistory history)
    {
        _evidence = Evidence.Of(history);
        List<Evidence> all = [.. _evidence.Values.SelectMany(own => own).Where(e => e.IsAdmitted).OrderBy(e => e.SentAt)];
        var answers = all.GroupBy(e => e.RequestId).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        foreach (var (backend, own) in _evidence)
            _habits[backend] = new AnswerHabits(own, all, answers);
        _unknown = new AnswerHabits([], all, answers);
        var policies = history.Changes.Select(change => change.Policy).Prepend(history.Policy);
        foreach (var backend in policies.SelectMany(policy => policy.Catalog.Backends).DistinctBy(backend => backend.Id))
            if (_evidence.TryGetValue(backend.Id, out var own))
                _scopes[backend.Id] = [.. ScopesOf(backend, own, history.Before.GetValueOrDefault(backend.Id) ?? PastStarts.None)];
        foreach (var attempt in history.Attempts.Where(a => a.Usage.IsKnown))
            _usages[attempt.RequestId] = attempt.Usage;
        _usual = history.Walks.Where(walk => _usages.ContainsKey(walk.RequestId)).GroupBy(walk => walk.Model)
            .ToDictionary(group => group.Key, group => group.Select(walk => _usages[walk.RequestId]).ToList(), StringComparer.Ordinal);
    }

    /// <summary>Draws one of the upstreams that would explain the record.</summary>
    /// <param name="backend">The backend whose upstream it is.</param>
    /// <param name="draw">Gives random numbers in [0, 1).</param>
    public SimulatedUpstream Draw(string backend, Func<double> draw)
    {
        if (!_scopes.TryGetValue(backend, out var known))
            // It was never asked: its limits may be like another upstream's.
            return new SimulatedUpstream(_unknown, _scopes.Count == 0 ? [] : [.. _scopes.Values.ElementAt((int)(draw() * _scopes.Count))
                .Select(scope => new SimulatedLimit(scope.Model, scope.Fit.Draw(draw(), draw()), scope.Fit, PastStarts.None))], null);
        var own = _evidence[backend];
        var scopes = known.Select(scope => (Scope: scope, Limit: scope.Fit.Draw(draw(), draw()))).ToList();
        var explained = scopes.SelectMany(s => s.Scope.Evidence.Where((_, i) => s.Scope.Fit.Explains(s.Limit, i)))
            .ToHashSet<Evidence>(ReferenceEqualityComparer.Instance);
        var spells = new Spells(own, i => own[i].IsFailure || (own[i].IsRefused && !explained.Contains(own[i])), draw);
        return new SimulatedUpstream(
            _habits[backend], [.. scopes.Select(s => new SimulatedLimit(s.Scope.Model, s.Limit, s.Scope.Fit, s.Scope.Before))], spells);
    }

    /// <summary>The tokens that an answer to the request uses: those recorded, or else what answers of its model usually use.</summary>
    public TokenUsage? UsageOf(RecordedWalk walk, double draw) =>
        _usages.TryGetValue(walk.RequestId, out var own) ? own
        : _usual.TryGetValue(walk.Model, out var usual) ? usual[(int)(draw * usual.Count)] : null;

    private static IEnumerable<Scope> ScopesOf(Backend backend, List<Evidence> own, PastStarts before) =>
        backend.CooldownScope == CooldownScope.Model
            ? own.GroupBy(e => e.Model).Select(group => new Scope(backend, group.Key, [.. group], before with
            {
                Lately = [.. before.Lately.Where(start => start.Model == group.Key)],
            }))
            : [new Scope(backend, null, own, before)];

    private sealed record Scope(Backend Backend, string? Model, IReadOnlyList<Evidence> Evidence, PastStarts Before)
    {
        public LimitFit Fit { get; } = new(Evidence, Before, Backend.Rpm);
    }
}
