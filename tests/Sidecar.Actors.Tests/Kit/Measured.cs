using System.Diagnostics.Metrics;
using Sidecar.Diagnostics;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>Everything that one Sidecar measures, collected as it happens.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<(string Name, double Value, Dictionary<string, object?> Tags)> _values = [];

    public Measured(SidecarMeter telemetry)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, telemetry.Meter))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The values of one instrument that carry this tag, in order.</summary>
    public IReadOnlyList<double> Of(string name, string? tag = null, object? value = null) =>
        [.. _values.Where(v => v.Name == name && (tag is null || Equals(v.Tags.GetValueOrDefault(tag), value))).Select(v => v.Value)];

    /// <summary>What a gauge shows now.</summary>
    public double Now(string name, params (string Tag, string Value)[] tags)
    {
        _values.RemoveAll(v => v.Name == name);
        _listener.RecordObservableInstruments();
        return Assert.Single(_values, v => v.Name == name && tags.All(t => Equals(v.Tags.GetValueOrDefault(t.Tag), t.Value))).Value;
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _values.Add((instrument.Name, value, new Dictionary<string, object?>(tags.ToArray())));
}
