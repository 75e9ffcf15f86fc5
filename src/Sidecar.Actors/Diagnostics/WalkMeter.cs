using System.Diagnostics;
using System.Diagnostics.Metrics;
using Sidecar.Domain.Walk;
using static Sidecar.Diagnostics.TelemetryNames;

namespace Sidecar.Diagnostics;

/// <summary>Measures requests as their clients see them, and the phases of their walks.</summary>
public sealed class WalkMeter
{
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _added;
    private readonly Histogram<double> _wait;
    private readonly Counter<long> _phases;
    private readonly Counter<long> _emergencies;
    private readonly Counter<long> _exhausted;

    internal WalkMeter(Meter meter)
    {
        _duration = meter.CreateHistogram(Metrics.RequestDuration, "s",
            "Duration of a client's request, from its arrival to the end of its answer.", null, Buckets.ClientSeconds);
        _added = meter.CreateHistogram(Metrics.AddedLatency, "s",
            "Time that Sidecar itself adds before the response head, without upstreams and queue.", null, Buckets.OwnSeconds);
        _wait = meter.CreateHistogram(
            Metrics.QueueWait, "s", "How long a request waited for a backend.", null, Buckets.ClientSeconds);
        _phases = meter.CreateCounter<long>(Metrics.Phases, "{request}", "Requests that entered a phase of the walk.");
        _emergencies = meter.CreateCounter<long>(Metrics.EmergencyActivations, "{activation}", "Requests that entered the emergency.");
        _exhausted = meter.CreateCounter<long>(Metrics.Exhausted, "{request}", "Requests for which no phase led to an answer.");
    }

    /// <summary>Shows counters that have not counted yet as zero: otherwise an alert could not see the first change.</summary>
    internal void ShowZeros()
    {
        _emergencies.Add(0);
        _exhausted.Add(0);
    }

    public void Entered(RequestPhase phase)
    {
        if (_phases.Enabled)
            _phases.Add(1, new KeyValuePair<string, object?>(Attributes.Phase, phase.ToWire()));
        if (phase == RequestPhase.Emergency)
            _emergencies.Add(1);
    }

    public void Waited(TimeSpan wait, string outcome)
    {
        if (_wait.Enabled)
            _wait.Record(wait.TotalSeconds, new KeyValuePair<string, object?>(Attributes.Outcome, outcome));
    }

    /// <summary>There is an answer for the client.</summary>
    /// <param name="own">The time since the request's last byte, without the time that others took.</param>
    /// <param name="phase">The phase that led to it.</param>
    public void Answered(TimeSpan own, RequestPhase phase)
    {
        if (_added.Enabled)
            _added.Record(Math.Max(0, own.TotalSeconds), new KeyValuePair<string, object?>(Attributes.Phase, phase.ToWire()));
    }

    /// <param name="phase">The phase in which it ended; null if there was no walk.</param>
    /// <param name="status">0 if the client hung up.</param>
    /// <param name="outcome">A refusal's code, or the outcome of the relay.</param>
    /// <param name="duration">Since its arrival.</param>
    public void Ended(RequestPhase? phase, int status, string outcome, TimeSpan duration)
    {
        if (_exhausted.Enabled && outcome == Refusals.ExhaustedCode)
            _exhausted.Add(1);
        if (!_duration.Enabled)
            return;
        var tags = new TagList { { Attributes.Outcome, outcome } };
        if (phase is { } where)
            tags.Add(Attributes.Phase, where.ToWire());
        if (status > 0)
            tags.Add(Attributes.HttpStatus, HttpLabels.StatusOf(status));
        _duration.Record(duration.TotalSeconds, tags);
    }
}
