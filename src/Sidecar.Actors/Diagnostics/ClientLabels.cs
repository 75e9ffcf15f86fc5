using System.Collections.Concurrent;

namespace Sidecar.Diagnostics;

/// <summary>Names of clients as metrics show them: the first hundred; all others are <c>other</c>, because keys can be made at any
/// time.</summary>
internal sealed class ClientLabels
{
    public const int MostShown = 100;

    private readonly ConcurrentDictionary<string, string> _shown = new(StringComparer.Ordinal);
    private int _count;

    public string Of(string client)
    {
        if (_shown.TryGetValue(client, out var label))
            return label;
        // Counted before adding, so that simultaneous calls cannot exceed the bound.
        return Volatile.Read(ref _count) < MostShown && Interlocked.Increment(ref _count) <= MostShown
            ? _shown.GetOrAdd(client, client) : TelemetryNames.Values.OtherClient;
    }
}
