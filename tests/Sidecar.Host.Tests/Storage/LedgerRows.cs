using System.Globalization;
using Sidecar.Ledger;

namespace Sidecar.Host.Tests.Storage;

/// <summary>Ledger rows for tests, which name only the values they care about.</summary>
internal static class LedgerRows
{
    public static AttemptRow Attempt(string request = "r", string at = "2026-11-22T10:00:00Z", string backend = "a", string model = "m") =>
        new()
        {
            At = Instant(at),
            RequestId = request,
            Attempt = 1,
            Backend = backend,
            Pool = "primary",
            Model = model,
            Phase = "routing",
            LatencyMs = 100,
            Streamed = false,
        };

    public static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
