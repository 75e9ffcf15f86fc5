using System.Globalization;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Walk;

/// <summary>Says in one clause why each pool could not serve: pools and reasons only, never a key, an address or a backend.</summary>
internal static class ExhaustedClause
{
    // Enough for a reader of the error; the walk's explanation has the rest.
    private const int MostPools = 8;

    /// <param name="board">The state of every backend.</param>
    /// <param name="walk">The walk that ended.</param>
    /// <param name="now">The present.</param>
    public static string Of(RoutingBoard board, WalkState walk, DateTimeOffset now)
    {
        var catalog = board.Catalog;
        var pools = catalog.Pools.Take(MostPools)
            .Select((pool, i) => $"{pool}: {OfPool(board, catalog.PoolMembers[i], walk, now)}").ToList();
        if (catalog.Pools.Count > MostPools)
            pools.Add(string.Create(CultureInfo.InvariantCulture, $"{catalog.Pools.Count - MostPools} more pools"));
        return string.Join("; ", pools);
    }

    private static string OfPool(RoutingBoard board, IReadOnlyList<int> members, WalkState walk, DateTimeOffset now)
    {
        var reasons = new List<(string Word, DateTimeOffset? Until, int Count)>();
        foreach (var index in members)
        {
            var (word, until) = OfBackend(board, index, walk, now);
            var known = reasons.FindIndex(reason => reason.Word == word);
            if (known < 0)
                reasons.Add((word, until, 1));
            else
                reasons[known] = (word, until < reasons[known].Until ? until : reasons[known].Until, reasons[known].Count + 1);
        }
        return reasons.Count == 0 ? "no backend"
            : string.Join(", ", reasons.Select(reason => Worded(reason.Word, reason.Until, reason.Count)));
    }

    private static string Worded(string word, DateTimeOffset? until, int count)
    {
        var many = count > 1 ? string.Create(CultureInfo.InvariantCulture, $"{count} × ") : "";
        var time = until is { } at ? string.Create(CultureInfo.InvariantCulture, $" until {at.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}") : "";
        return many + word + time;
    }

    private static (string Word, DateTimeOffset? Until) OfBackend(RoutingBoard board, int index, WalkState walk, DateTimeOffset now)
    {
        var (backend, state, model) = (board.Catalog.Backends[index], board.States[index], walk.Request.Model);
        if (!backend.Enabled)
            return ("disabled", null);
        if (!backend.Serves(model))
            return ("serves other models", null);
        if (state.LacksModel(model, now))
            return ("lacks the model", null);
        if (backend.IsExceededBy(model, walk.Request.Tokens, walk.Request.Input))
            return ("request too large", null);
        if (state.Whole.IsCoolingAt(now))
            return OfCooldown(state.Whole);
        if (state.Rest(model) is var own && own.IsCoolingAt(now))
            return OfCooldown(own);
        if (!state.IsOpenFor(model, now))
            return ("recovering, one request probes it", null);
        var ticks = board.Gauges[index].NextAtTicks;
        if (ticks > now.UtcTicks)
            return ticks == DateTimeOffset.MaxValue.UtcTicks ? ("limit used up, too many in flight", null)
                : ("limit used up", new DateTimeOffset(ticks, TimeSpan.Zero));
        if (walk.Setbacks.Spent.Contains(index))
            return ("cannot take this request", null);
        return state.Failures > 0 || walk.Setbacks.Failed.Contains(index) ? ("unreachable or failing", null)
            : (board.Promised[index].Holds(model) ? "others wait for it" : "limit used up", null);
    }

    private static (string, DateTimeOffset?) OfCooldown(RestState rest) => (rest.Reason switch
    {
        CooldownReason.RateLimited => "rate limit, cooling",
        CooldownReason.Overloaded => "overloaded, cooling",
        CooldownReason.Credentials => "key refused, cooling",
        CooldownReason.Operator => "put to rest by an operator, cooling",
        _ when rest.Cause?.Status is null => "unreachable, cooling",
        _ => "failing, cooling",
    }, rest.Until);
}
