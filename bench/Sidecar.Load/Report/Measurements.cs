namespace Sidecar.Load.Report;

/// <summary>One measured value.</summary>
internal readonly record struct Value(string Scenario, string Metric, string Subject, int Round, double Number);

/// <summary>Everything measured in one run, in the order in which it first occurred.</summary>
internal sealed class Measurements
{
    private readonly List<Value> _values = [];

    // The upstream itself has fewer metrics than a proxy, so the order is that of the proxies.
    public IEnumerable<(string Scenario, string Metric)> Metrics =>
        _values.GroupBy(v => v.Scenario).SelectMany(s => s.OrderBy(v => v.Subject == "upstream").Select(v => (v.Scenario, v.Metric))
            .Distinct());

    public void Add(string scenario, string subject, int round, Sample sample) =>
        _values.AddRange(sample.Select(m => new Value(scenario, m.Key, subject, round, m.Value)));

    public double? Median(string scenario, string metric, string subject) => Middle(Of(scenario, metric, subject).Select(v => v.Number));

    /// <summary>The median over the rounds of the ratio to plain YARP: measurements of the same round have more in common than different
    /// rounds do.</summary>
    public double? Ratio(string scenario, string metric, string subject)
    {
        var yarp = Of(scenario, metric, "yarp").ToDictionary(v => v.Round, v => v.Number);
        return Middle(Of(scenario, metric, subject).Where(v => yarp.GetValueOrDefault(v.Round) > 0).Select(v => v.Number / yarp[v.Round]));
    }

    private IEnumerable<Value> Of(string scenario, string metric, string subject) =>
        _values.Where(v => v.Scenario == scenario && v.Metric == metric && v.Subject == subject);

    private static double? Middle(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToArray();
        return sorted.Length switch
        {
            0 => null,
            var n when n % 2 == 1 => sorted[n / 2],
            var n => (sorted[n / 2 - 1] + sorted[n / 2]) / 2,
        };
    }
}

/// <summary>The result of one measurement of one subject: the metric's name with its unit, and the number.</summary>
internal sealed class Sample : List<KeyValuePair<string, double>>
{
    public double this[string metric] => this.First(m => m.Key == metric).Value;

    public void Add(string metric, double value) => Add(KeyValuePair.Create(metric, value));
}
