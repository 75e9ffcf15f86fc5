using System.Text.Json;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Cooldowns;
using Sidecar.Journal;

namespace Sidecar.Host.Audit.Verifying;

/// <summary>Compares the memory of a running server's backends with the fold of each one's events up to the instant of its
/// answer.</summary>
internal sealed class LiveComparison(LiveState live)
{
    private readonly Dictionary<string, DateTimeOffset> _answered =
        live.Backends.ToDictionary(backend => backend.Backend, backend => backend.At, StringComparer.Ordinal);
    private readonly Dictionary<string, BackendState> _folded = new(StringComparer.Ordinal);

    /// <summary>Takes one stored event; events after the backend's answer are ignored.</summary>
    public void See(string persistenceId, IBackendEvent happened)
    {
        if (JournalIds.BackendOf(persistenceId) is { } backend && _answered.TryGetValue(backend, out var at) && happened.At <= at)
            _folded[backend] = _folded.GetValueOrDefault(backend, BackendState.Fresh).Apply(happened);
    }

    /// <summary>All events were read.</summary>
    public void Report(VerifyReport report)
    {
        foreach (var backend in live.Backends)
            if (FirstDifference(backend) is { } difference)
                report.Add(new Difference("live", "backends", 0, difference) { PersistenceId = JournalIds.OfBackend(backend.Backend) });
        report.Add(new Checked("live", "backends", live.Backends.Count, "as their actors remember them"));
    }

    private string? FirstDifference(LiveBackend backend)
    {
        foreach (var expected in Expected(backend).EnumerateObject())
            if (!backend.Fields.TryGetProperty(expected.Name, out var said) || !JsonElement.DeepEquals(expected.Value, said))
                return $"the server says {expected.Name} {Text(said)}, the journal {Text(expected.Value)}" + backend.UnwrittenEvents switch
                {
                    0 => "",
                    var unwritten => $" ({unwritten} events are not written yet)",
                };
        // The member is absent only if no model of the backend rests.
        return backend.Fields.TryGetProperty("models", out var models) && !Expected(backend).TryGetProperty("models", out _)
            ? $"the server says models {Text(models)}, the journal none" : null;
    }

    private JsonElement Expected(LiveBackend backend)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            BackendStandingJson.WriteFields(
                json, BackendStanding.Of(_folded.GetValueOrDefault(backend.Backend, BackendState.Fresh), backend.At));
            json.WriteEndObject();
        }
        return JsonElement.Parse(buffer.ToArray());
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? "none" : value.GetRawText();
}
