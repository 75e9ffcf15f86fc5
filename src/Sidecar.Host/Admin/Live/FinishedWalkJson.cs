using System.Globalization;
using System.Text.Json;
using Sidecar.Ledger;

namespace Sidecar.Host.Admin.Live;

/// <summary>A finished walk as JSON for the live events.</summary>
internal static class FinishedWalkJson
{
    public static void Write(Utf8JsonWriter json, FinishedWalk walk)
    {
        json.WriteStartObject();
        json.WriteString("id", walk.Id);
        json.WriteString("at", walk.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("model", walk.Model);
        json.WriteNumber("status", walk.Status);
        json.WriteString("phase", walk.Phase);
        json.WriteString("backend", walk.Backend);
        json.WriteNumber("attempts", walk.Attempts);
        json.WriteNumber("ms", Math.Round(walk.Elapsed.TotalMilliseconds, 3));
        json.WriteEndObject();
    }
}
