using System.Diagnostics.Metrics;
using Sidecar.Domain.Backends;
using Sidecar.Ledger;
using Sidecar.Pools;
using static Sidecar.Diagnostics.TelemetryNames;

namespace Sidecar.Diagnostics;

/// <summary>All metrics of one Sidecar. It has its own meter, so that several instances in one process can be told apart; the host
/// decides who listens.</summary>
public sealed class SidecarMeter : IDisposable
{
    private readonly Meter _meter = new(Scope, typeof(SidecarMeter).Assembly.GetName().Version?.ToString(3));
    private readonly ModelLabels _models = new();

    public SidecarMeter()
    {
        Attempts = new AttemptMeter(_meter, _models);
        Usage = new UsageMeter(_meter, _models);
        Walks = new WalkMeter(_meter);
        Backends = new BackendMeter(_meter);
    }

    public AttemptMeter Attempts { get; }

    public UsageMeter Usage { get; }

    public WalkMeter Walks { get; }

    public BackendMeter Backends { get; }

    public LedgerGauge Ledger { get; } = new();

    /// <summary>For listeners of one Sidecar alone.</summary>
    internal Meter Meter => _meter;

    /// <summary>From now on shows the gauges of this board.</summary>
    internal void Observe(BoardHolder board, Func<DateTimeOffset> now)
    {
        _models.Configure(board.Current.Catalog);
        _ = new BoardGauges(_meter, board, _models, now);
        _meter.CreateObservableGauge(
            Metrics.LedgerLag, () => Ledger.Lag(now()).TotalSeconds, "s", "Age of the oldest row that the ledger has not written yet.");
        _meter.CreateObservableGauge(Metrics.LedgerPending, () => Ledger.Pending, "{row}", "Rows that the ledger has not written yet.");
        _meter.CreateObservableCounter(
            Metrics.LedgerDropped, () => Ledger.Dropped, "{row}", "Rows that the ledger dropped because its buffer was full.");
    }

    /// <summary>Shows how many requests are in progress.</summary>
    internal void ObserveActive(Func<int> count) =>
        _meter.CreateObservableGauge(Metrics.RequestsActive, count, "{request}", "Requests in progress.");

    public void Dispose() => _meter.Dispose();
}
