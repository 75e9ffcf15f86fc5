using System.Diagnostics.Metrics;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Routing;
using Sidecar.Pools;
using static Sidecar.Diagnostics.TelemetryNames;

namespace Sidecar.Diagnostics;

/// <summary>The board's contents as gauges, read when they are collected, without asking any actor.</summary>
internal sealed class BoardGauges
{
    private readonly BoardHolder _board;
    private readonly ModelLabels _models;
    private readonly Func<DateTimeOffset> _now;

    public BoardGauges(Meter meter, BoardHolder board, ModelLabels models, Func<DateTimeOffset> now)
    {
        (_board, _models, _now) = (board, models, now);
        meter.CreateObservableGauge(Metrics.BackendState, States, null, "1 for a backend's present state, 0 for the others.");
        meter.CreateObservableGauge(Metrics.BackendRest, () =>
            OfEach<double>((b, i, now) => ShownState.RestOf(b.States[i], now).TotalSeconds), "s", "Time until a backend's rest is over.");
        meter.CreateObservableGauge(
            Metrics.BackendStreak, () => OfEach<long>((b, i, _) => (long)b.States[i].Whole.Streak), "{response}", "Consecutive 429s.");
        meter.CreateObservableGauge(
            Metrics.BackendActive, () => OfEach<long>((b, i, _) => (long)b.Gauges[i].InFlight), "{attempt}", "Attempts in flight.");
        meter.CreateObservableGauge(Metrics.RequestsLeft, () =>
            OfEach<long>(RequestsLeft), "{request}", "Requests left in the present window of 60 s, where rpm is limited.");
        meter.CreateObservableGauge(Metrics.TokensLeft, () =>
            OfEach<long>(TokensLeft), "{token}", "Tokens left in the present window of 60 s, where tpm is limited.");
        meter.CreateObservableGauge(
            Metrics.LearnedLimit, Limits, null, "What a backend is known to admit, learnt from its answers; 0: nothing is known.");
        meter.CreateObservableGauge(Metrics.QueueLength, () => (long)board.Waiting, "{request}", "Requests waiting for a backend.");
    }

    private static long? RequestsLeft(RoutingBoard board, int index, DateTimeOffset now) =>
        board.Catalog.Backends[index].Rpm is > 0 and var limit ? Math.Max(0, limit - board.Gauges[index].StartedAt(now)) : null;

    private static long? TokensLeft(RoutingBoard board, int index, DateTimeOffset now) =>
        board.Catalog.Backends[index].Tpm is > 0 and var limit ? Math.Max(0, limit - board.Gauges[index].TokensAt(now)) : null;

    private IEnumerable<Measurement<long>> States()
    {
        var (board, now) = (_board.Current, _now());
        for (var i = 0; i < board.Catalog.Backends.Count; i++)
        {
            var backend = board.Catalog.Backends[i];
            if (backend.IsRetired)
                continue;
            var present = ShownState.Of(backend, board.States[i], now);
            foreach (var state in ShownState.All)
                yield return new Measurement<long>(state == present ? 1 : 0, new(Attributes.Backend, backend.Id),
                    new(Attributes.Pool, backend.Pool), new(Attributes.State, state));
        }
    }

    private IEnumerable<Measurement<double>> Limits()
    {
        var board = _board.Current;
        for (var i = 0; i < board.Catalog.Backends.Count; i++)
        {
            var backend = board.Catalog.Backends[i];
            if (backend.IsRetired)
                continue;
            foreach (var measure in ShownLimit.All)
                yield return new Measurement<double>(ShownLimit.Of(board.States[i], measure), new(Attributes.Backend, backend.Id),
                    new(Attributes.Pool, backend.Pool), new(Attributes.Measure, measure));
        }
    }

    private IEnumerable<Measurement<T>> OfEach<T>(Func<RoutingBoard, int, DateTimeOffset, T?> read) where T : struct
    {
        var (board, now) = (_board.Current, _now());
        // The catalog may have changed since the last collection.
        _models.Configure(board.Catalog);
        for (var i = 0; i < board.Catalog.Backends.Count; i++)
            if (!board.Catalog.Backends[i].IsRetired && read(board, i, now) is { } value)
                yield return new Measurement<T>(
                    value, new(Attributes.Backend, board.Catalog.Backends[i].Id), new(Attributes.Pool, board.Catalog.Backends[i].Pool));
    }
}
