using System.Collections.Immutable;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Policies;

namespace Sidecar.Domain.Routing;

/// <summary>Everything a pick is made from: who there is, how each fares, and which are promised to those who wait. An immutable snapshot,
/// but for the gauges.</summary>
/// <param name="States">Per backend, by index.</param>
/// <param name="Promised">Per backend, by index: for requests of which models somebody in the primary-wait queue can use it, so that
/// newcomers may not.</param>
/// <param name="Gauges">Per backend, by index.</param>
/// <param name="Version">Counts the snapshots.</param>
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

    /// <summary>The board of the catalog that follows. Nobody is promised to anyone on it: who may be is found anew.</summary>
    /// <param name="catalog">Made by <see cref="BackendCatalog.Become"/> of this one's.</param>
    /// <param name="newcomers">The gauges of those that it adds, in order.</param>
    public RoutingBoard Become(BackendCatalog catalog, IReadOnlyList<BackendLoad> newcomers) => new(
        catalog,
        [.. States, .. newcomers.Select(_ => BackendState.Fresh)],
        [.. catalog.Backends.Select(_ => Promise.None)],
        [.. Gauges, .. newcomers],
        Version + 1);

    /// <summary>Enabled, and serves the model.</summary>
    public bool Serves(int index, string model) => Catalog.Backends[index] is { Enabled: true } backend && backend.Serves(model);

    /// <summary>The same, and it can take what is asked for.</summary>
    public bool Serves(int index, string model, in RequestAsk ask) => Serves(index, model) && ask.IsTakenBy(Catalog.Backends[index]);

    /// <summary>Some enabled backend of any pool serves the model, and did not just say that it does not have it.</summary>
    /// <param name="without">Backends that are of no use to the request.</param>
    public bool AnyServes(string model, DateTimeOffset now, BackendSet without = default)
    {
        for (var i = 0; i < Catalog.Backends.Count; i++)
            if (IsInSomePool(i) && !without.Contains(i) && Serves(i, model) && !States[i].LacksModel(model, now))
                return true;
        return false;
    }

    /// <summary>Backends that take less than the request needs, in a minute or at all; empty where no other one serves the
    /// model.</summary>
    /// <param name="model">The model asked for.</param>
    /// <param name="tokens">The estimate that limits are asked with.</param>
    /// <param name="input">What of it is the request itself.</param>
    /// <param name="without">Backends that are of no use to the request anyway.</param>
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

    /// <summary>Everybody but one enabled backend; empty where there is no such backend.</summary>
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

    /// <summary>Backends that cannot take what is asked for.</summary>
    public BackendSet CannotTake(in RequestAsk ask)
    {
        var unable = default(BackendSet);
        if (ask.Api != Apis.None)
            for (var i = 0; i < Catalog.Backends.Count; i++)
                if (!ask.IsTakenBy(Catalog.Backends[i]))
                    unable = unable.With(i);
        return unable;
    }

    /// <summary>Some enabled backend that a request may wait for serves the model, and did not just say that it does not have
    /// it.</summary>
    /// <param name="model">The model asked for.</param>
    /// <param name="waitFor">Whom requests wait for.</param>
    /// <param name="spent">Backends that are of no use to the request.</param>
    /// <param name="now">The present.</param>
    public bool IsWorthWaiting(string model, WaitFor waitFor, BackendSet spent, DateTimeOffset now)
    {
        for (var pool = 0; pool < (waitFor == WaitFor.Any ? Catalog.PoolMembers.Count : 1); pool++)
            foreach (var index in Catalog.PoolMembers[pool])
                if (Serves(index, model) && !spent.Contains(index) && !States[index].LacksModel(model, now))
                    return true;
        return false;
    }

    /// <summary>The earliest instant at which the backend could serve the model, as far as is known here: <paramref name="now"/> or
    /// later.</summary>
    public DateTimeOffset NextAt(int index, string model, DateTimeOffset now) => NextAt(index, model, Gauges[index].NextAtTicks, now);

    /// <summary>The same without what was learnt of its limits.</summary>
    public DateTimeOffset ToldNextAt(int index, string model, DateTimeOffset now) => NextAt(index, model, Gauges[index].ToldAtTicks, now);

    private DateTimeOffset NextAt(int index, string model, long ticks, DateTimeOffset now)
    {
        var rested = States[index].NextAt(model, now);
        return ticks == DateTimeOffset.MaxValue.UtcTicks || ticks <= rested.UtcTicks ? rested : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    /// <summary>Per backend, by index: attempts in flight, or -1 when its limits are used up.</summary>
    public int[] Loads(DateTimeOffset now)
    {
        var loads = new int[Gauges.Length];
        for (var i = 0; i < loads.Length; i++)
            loads[i] = Gauges[i].NextAtTicks <= now.UtcTicks ? Gauges[i].InFlight : -1;
        return loads;
    }

    internal bool IsInSomePool(int index) => Catalog.Pools.Contains(Catalog.Backends[index].Pool);
}
