using System.Diagnostics;
using System.Diagnostics.Metrics;
using Sidecar.Domain.Cooldowns;
using static Sidecar.Diagnostics.TelemetryNames;

namespace Sidecar.Diagnostics;

/// <summary>Measures events of backends, and how long the journal takes to confirm them.</summary>
public sealed class BackendMeter
{
    private readonly Counter<long> _cooldowns;
    private readonly Histogram<double> _latency;
    private long _pending;

    internal BackendMeter(Meter meter)
    {
        _cooldowns = meter.CreateCounter<long>(Metrics.Cooldowns, "{cooldown}", "Cooldowns begun, by reason.");
        _latency = meter.CreateHistogram(
            Metrics.JournalLatency, "s", "Time from an event to its confirmation by the journal.", null, Buckets.JournalSeconds);
        meter.CreateObservableGauge(
            Metrics.JournalPending, () => Volatile.Read(ref _pending), "{event}", "Events that the journal has not confirmed yet.");
    }

    public void Happened(string backend, IBackendEvent @event)
    {
        if (@event is CooldownEvents.V1.CooldownStarted started && _cooldowns.Enabled)
            _cooldowns.Add(1, new TagList { { Attributes.Backend, backend }, { Attributes.Reason, started.Reason.ToWire() } });
    }

    /// <summary>An event is on its way to the journal.</summary>
    public void Sent() => Interlocked.Increment(ref _pending);

    /// <summary>The journal holds it.</summary>
    public void Confirmed(IBackendEvent @event, DateTimeOffset now)
    {
        Interlocked.Decrement(ref _pending);
        _latency.Record(Math.Max(0, (now - @event.At).TotalSeconds));
    }
}
