using Sidecar.Domain.Cooldowns;

namespace Sidecar.Domain.Audit;

using static CooldownEvents.V1;

/// <summary>Computes intervals of rest from one backend's events in order. It reads them off the folded state, so the two cannot
/// disagree.</summary>
/// <remarks>If the clock was set back, an event counts as having happened at the latest instant seen before it, so intervals of one scope
/// never overlap.</remarks>
public sealed class IntervalFold
{
    private readonly Dictionary<string, ScopeIntervals> _scopes = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _from;
    private BackendState _state;
    private DateTimeOffset _now;

    /// <param name="state">The state at <paramref name="from"/>; an interval for a rest that already lasts begins with its last
    /// cause.</param>
    public IntervalFold(BackendState state, DateTimeOffset from)
    {
        (_state, _from, _now) = (state, from, from);
        foreach (var model in state.Models.Keys.Prepend(null))
            if (state.Rest(model) is var rest && rest.Mode != RestMode.Available)
                Scope(model).Resume(rest, from);
    }

    public void Add(IBackendEvent happened)
    {
        _now = happened.At > _now ? happened.At : _now;
        if (!IsAboutRest(happened, out var model))
        {
            _state = _state.Apply(happened);
            return;
        }
        var before = _state.Rest(model);
        _state = _state.Apply(happened);
        Scope(model).Change(before, _state.Rest(model), happened, _now);
    }

    /// <summary>All intervals that overlap the range, oldest first. Call it once, at the end.</summary>
    public IReadOnlyList<CooldownInterval> Close(DateTimeOffset to) =>
        [.. _scopes.Values.SelectMany(scope => scope.Close(to)).Where(interval => interval.From < to && interval.To > _from)
            .OrderBy(interval => interval.From).ThenBy(interval => interval.Model, StringComparer.Ordinal)];

    private ScopeIntervals Scope(string? model)
    {
        // No model has an empty name, so it can stand for the whole backend.
        if (!_scopes.TryGetValue(model ?? "", out var scope))
            _scopes.Add(model ?? "", scope = new ScopeIntervals(model));
        return scope;
    }

    private static bool IsAboutRest(IBackendEvent happened, out string? model)
    {
        (var isAbout, model) = happened switch
        {
            CooldownStarted e => (true, e.Model),
            CooldownExtended e => (true, e.Model),
            CooldownEnded e => (true, e.Model),
            ProbeLeased e => (true, e.Model),
            ProbeReleased e => (true, e.Model),
            ProbeClosed e => (true, e.Model),
            _ => (false, null),
        };
        return isAbout;
    }
}
