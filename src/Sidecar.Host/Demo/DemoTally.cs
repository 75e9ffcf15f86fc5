using System.Collections.Concurrent;

namespace Sidecar.Host.Demo;

/// <summary>Counts the answers to the simulated client. Thread-safe.</summary>
internal sealed class DemoTally
{
    private readonly ConcurrentDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _backends = new(StringComparer.Ordinal);

    /// <summary>The walk's phases in order, then the outcomes without an answer.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["routing", "primary-wait", "emergency", "503", "broken off", "other"];

    public int Total => _outcomes.Values.Sum();

    public int this[string kind] => _outcomes.GetValueOrDefault(kind);

    public int ServedBy(string backend) => _backends.GetValueOrDefault(backend);

    /// <param name="phase">The phase in which the answer was found; null if there was none.</param>
    public void Add(int status, string? phase, string? backend, bool isWhole)
    {
        var kind = status == 503 ? "503" : !isWhole ? "broken off" : status == 200 && phase is not null ? phase : "other";
        _outcomes.AddOrUpdate(kind, 1, (_, count) => count + 1);
        if (isWhole && status == 200 && backend is not null)
            _backends.AddOrUpdate(backend, 1, (_, count) => count + 1);
    }
}
