using System.Collections.Immutable;
using CsCheck;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Routing;

/// <summary>Boards with any mixture of pools, models, weights, rests, limits and promises, and requests that need a pick.</summary>
internal static class RandomBoards
{
    public static readonly string[] Models = ["a", "b"];

    public static readonly Gen<string> Model = Gen.OneOf(Models);

    /// <summary>A rest whose deadlines, if it has any, fall on whole seconds from -3 to 9.</summary>
    public static readonly Gen<RestState> Rest = Gen.Select(
        Gen.OneOf(RestMode.Available, RestMode.Available, RestMode.Cooling, RestMode.Probing), Gen.Enum<CooldownReason>(), Gen.Int[-3, 9],
            Gen.Int[-3, 9].Nullable(),
        (mode, reason, until, probe) => new RestState
        {
            Mode = mode,
            Reason = reason,
            Until = Instants.At(mode == RestMode.Cooling ? until : -5),
            Streak = 1,
            ProbeUntil = mode == RestMode.Probing && probe is { } at ? Instants.At(at) : null,
        });

    public static readonly Gen<BackendState> State = Gen.Select(
        Gen.Frequency((3, Gen.Const(RestState.Fresh)), (2, Rest)),
            Gen.Frequency((3, Gen.Const((RestState?)null)), (1, Rest.Select(r => (RestState?)r))),
        (whole, own) => BackendState.Fresh with
        {
            Whole = whole,
            Models = own is null ? BackendState.Fresh.Models : BackendState.Fresh.Models.Add("a", own)
        });

    private static readonly Gen<Backend> AnyBackend = Gen.Select(
        Gen.OneOf("primary", "primary", "fallback"), Gen.Frequency((8, Gen.Const(true)), (1, Gen.Const(false))), Gen.Int[1, 5],
            Gen.OneOf("", "", "a", "b", "ab"),
        (pool, enabled, weight, models) => Sample.Backend(pool: pool)
            .Serving([.. models.Select(m => m.ToString())]) with
        { Enabled = enabled, Weight = weight });

    private static readonly Gen<(Backend Backend, BackendState State, Promise Promised, int InFlight, DateTimeOffset NextAt)> Member =
        Gen.Select(
        AnyBackend, State, Gen.Frequency((6, Gen.Const(Promise.None)), (1, Gen.Const(Promise.ForAll)), (1, Gen.Const(Promise.For(["a"])))),
            Gen.Int[0, 6],
        Gen.Frequency((5, Gen.Const(Instants.Start)), (1, Gen.Int[1, 9].Select(s => Instants.At(s))),
            (1, Gen.Const(DateTimeOffset.MaxValue))));

    public static readonly Gen<RoutingBoard> Board = Gen.OneOf(Member.Array[1, 8], Member.Array[60, 80]).Select(members =>
    {
        var catalog = Sample.Catalog([.. members.Select((m, i) => m.Backend with { Id = $"b{i}" })]);
        return new RoutingBoard(
            catalog, [.. members.Select(m => m.State)], [.. members.Select(m => m.Promised)],
                [.. members.Select(m => Gauge(m.InFlight, m.NextAt))], 0);
    });

    /// <summary>A board, and a request that may already have tried some of its backends.</summary>
    public static readonly Gen<(RoutingBoard Board, PickQuery Query)> Picks = Gen.Select(
        Board, Model, Gen.Int[0, 79].Array[0, 4], Gen.Long, Gen.Double[0, 0.999_999],
        (board, model, tried, turn, chance) =>
            (board, new PickQuery(model, tried.Aggregate(default(BackendSet), (set, i) => set.With(i)), Instants.Start, turn, chance)));

    public static BackendLoad Gauge(int inFlight, DateTimeOffset nextAt)
    {
        var gauge = new BackendLoad();
        gauge.Set(inFlight, nextAt);
        return gauge;
    }
}
