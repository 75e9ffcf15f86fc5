using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Clients;

/// <summary>Limits every client to its requests per minute, with the same sliding window as for backends. Thread-safe.</summary>
public sealed class ClientRates
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, RequestWindow> _windows = new(StringComparer.Ordinal);

    /// <summary>Counts the request and returns null if it is granted; otherwise the whole seconds until the next one would be.</summary>
    public int? Take(Client client, DateTimeOffset now)
    {
        if (client.Rpm == 0)
            return null;
        lock (_lock)
        {
            if (!_windows.TryGetValue(client.Name, out var window))
                _windows[client.Name] = window = new RequestWindow(client.Rpm);
            window.Limit = client.Rpm;
            var next = window.NextAt(now);
            if (next > now)
                return Math.Max(1, (int)Math.Ceiling((next - now).TotalSeconds));
            window.Take(now);
            return null;
        }
    }
}
