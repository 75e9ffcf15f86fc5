using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Clients;

/// <summary>Keeps every client within its requests per minute, in the same sliding window as backends are kept. Used by all
/// threads.</summary>
public sealed class ClientRates
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, RequestWindow> _windows = new(StringComparer.Ordinal);

    /// <summary>Null when the request is granted, and then counted; otherwise whole seconds until the next one is.</summary>
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
