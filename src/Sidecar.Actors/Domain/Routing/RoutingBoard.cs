using System.Collections.Immutable;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Policies;

namespace Sidecar.Domain.Routing;

/// <summary>Everything that a pick needs: the backends, their states, and which are promised to waiters. An immutable snapshot, except
/// for the loads.</summary>
/// <param name="States">By backend index.</param>
/// <param name="Promised">By backend index: the models for which a waiter in the primary-wait queue can use it, so that newcomers may
/// not.</param>
/// <param name="Gauges">By backend index.</param>
/// <param name="Version">The number of this snapshot.</param>
public sealed record RoutingBoard(
    BackendCatalog Catalog,
    ImmutableArray<BackendState> States,
    ImmutableArray<Promise> Promised,
    ImmutableArray<BackendLoad> Gauges,
    long Version)
{
    public static RoutingBoard Of(BackendCatalog catalog) => new(
        catalog,
        [.. catalog.Backends.Select(_ => BackendState.Fresh)],
        [.. catalog.Backends.Select(_ => Promise.None)],
        [.. catalog.Backends.Select(_ => new BackendLoad())],
        0);

    /// <summary>The board for a changed catalog. Nothing is promised on it yet.</summary>
    /// <param name="catalog">Made by <see cref="BackendCatalog.Become"/> from this board's catalog.</param>
    /// <param name="newcomers">The loads of the added backends, in order.</param>
    public RoutingBoard Become(BackendCatalog catalog, IReadOnlyList<BackendLoad> newcomers) => new(
        catalog,
        [.. States, .. newcomers.Select(_ => BackendState.Fresh)],
        [.. catalog.Backends.Select(_ => Promise.None)],
        [.. Gauges, .. newcomers],
        Version + 1);

    /// <summary>Whether the backend is enabled and serves the model.</summary>
    public bool Serves(int index, string model) => Catalog.Backends[index] is { Enabled: true } backend && backend.Serves(model);

    /// <summary>The same, and whether it can take the requested API.</summary>
    public bool Serves(int index, string model, in RequestAsk ask) => Serves(index, model) && ask.IsTakenBy(Catalog.Backends[index]);

    /// <summary>Whether any enabled backend serves the model and has not just said that it lacks it.</summary>
    /// <param name="without">Backends that cannot help this request.</param>
    public bool AnyServes(string model, DateTimeOffset now, BackendSet without = default)
    {
        for (var i = 0; i < Catalog.Backends.Count; i++)
            if (IsInSomePool(i) && !without.Contains(i) && Serves(i, model) && !States[i].LacksModel(model, now))
                return true;
        return false;
    }

    /// <summary>Backends that take less than the request needs, per minute or at all; empty if no other backend serves the
    /// model.</summary>
    /// <param name="model">The model asked for.</param>
    /// <param name="tokens">The token estimate that limits are checked with.</param>
    /// <param name="input">The part of the estimate that is the request itself.</param>
    /// <param name="without">Backends that cannot help this request anyway.</param>
    public BackendSet TooSmallFor(string model, long tokens, long input, BackendSet without = default)
    {
        var (small, fits) = (default(BackendSet), false);
        for (var i = 0; i < Catalog.Backends.Count; i++)
            if (Catalog.Backends[i].IsExceededBy(model, tokens, input))
                small = small.With(i);
            else
                fits |= IsInSomePool(i) && !without.Contains(i) && Serves(i, model);
        return fits ? small : default;
    }

    /// <summary>All backends except one enabled one; empty if there is no such backend.</summary>
    public BackendSet AllBut(string? backend)
    {
        var others = default(BackendSet);
        if (backend is null || Catalog.IndexOf(backend) is var only && (only < 0 || !Catalog.Backends[only].Enabled))
            return others;
        for (var i = 0; i < Catalog.Backends.Count; i++)
            if (i != only)
                others = others.With(i);
        return others;
    }

    /// <summary>Backends that cannot take the requested API.</summary>
    public BackendSet CannotTake(in RequestAsk ask)
    {
        var unable = default(BackendSet);
        if (ask.Api != Apis.None)
            for (var i = 0; i < Catalog.Backends.Count; i++)
                if (!ask.IsTakenBy(Catalog.Backends[i]))
                    unable = unable.With(i);
        return unable;
    }

    /// <summary>Whether an enabled backend that the request may wait for serves the model and has not just said that it lacks
    /// it.</summary>
    /// <param name="model">The model asked for.</param>
    /// <param name="waitFor">Which backends requests wait for.</param>
    /// <param name="spent">Backends that cannot help this request.</param>
    /// <param name="now">The present.</param>
    public bool IsWorthWaiting(string model, WaitFor waitFor, BackendSet spent, DateTimeOffset now)
    {
        for (var pool = 0; pool < (waitFor == WaitFor.Any ? Catalog.PoolMembers.Count : 1); pool++)
            foreach (var index in Catalog.PoolMembers[pool])
                if (Serves(index, model) && !spent.Contains(index) && !States[index].LacksModel(model, now))
                    return true;
        return false;
    }

    /// <summary>The earliest instant, as far as the board knows, at which the backend could serve the model: <paramref name="now"/> or
    /// later.</summary>
    public DateTimeOffset NextAt(int index, string model, DateTimeOffset now) => NextAt(index, model, Gauges[index].NextAtTicks, now);

    /// <summary>The same without learnt limits.</summary>
    public DateTimeOffset ToldNextAt(int index, string model, DateTimeOffset now) => NextAt(index, model, Gauges[index].ToldAtTicks, now);

    private DateTimeOffset NextAt(int index, string model, long ticks, DateTimeOffset now)
    {
        var rested = States[index].NextAt(model, now);
        return ticks == DateTimeOffset.MaxValue.UtcTicks || ticks <= rested.UtcTicks ? rested : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    /// <summary>By backend index: its load as it counts for a pick, or -1 if its limits are used up.</summary>
    public int[] Loads(DateTimeOffset now)
    {
        var loads = new int[Gauges.Length];
        for (var i = 0; i < loads.Length; i++)
            loads[i] = Gauges[i].NextAtTicks <= now.UtcTicks ? Gauges[i].LoadAt(now) : -1;
        return loads;
    }

    internal bool IsInSomePool(int index) => Catalog.Pools.Contains(Catalog.Backends[index].Pool);
}
