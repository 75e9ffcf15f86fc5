using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Sidecar.Diagnostics;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Telemetry;

/// <summary>The names used in telemetry: those in the file of names, and what Prometheus makes of them.</summary>
internal static class PublishedNames
{
    public static IReadOnlyList<string> InFile(Type of) =>
        [.. of.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!)];

    /// <summary>Labels by which dashboards may select: ours, and those that Prometheus adds.</summary>
    public static IReadOnlySet<string> Labels() =>
        InFile(typeof(TelemetryNames.Attributes)).Select(Escaped).Concat(["le", "job", "instance"]).ToHashSet();

    /// <summary>The instruments of a running Sidecar.</summary>
    public static async Task<IReadOnlyList<Instrument>> Instruments(RunningSidecar sidecar)
    {
        await sidecar.Actors();
        var own = sidecar.Services.GetRequiredService<SidecarMeter>().Meter;
        var seen = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (ReferenceEquals(instrument.Meter, own))
                    seen.Add(instrument);
            },
        };
        listener.Start();
        return seen;
    }

    /// <summary>The series names that Prometheus makes of an instrument.</summary>
    public static IEnumerable<string> InPrometheus(Instrument instrument)
    {
        var name = Escaped(instrument.Name) + (instrument.Unit == "s" ? "_seconds" : "");
        return instrument switch
        {
            Histogram<double> or Histogram<long> => [name + "_bucket", name + "_sum", name + "_count"],
            Counter<long> or Counter<double> or ObservableCounter<long> => [name + "_total"],
            _ => [name],
        };
    }

    private static string Escaped(string name) => name.Replace('.', '_');
}
