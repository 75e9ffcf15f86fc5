using Sidecar.Domain.Audit;
using Sidecar.Domain.Cooldowns;
using Sidecar.Journal;

namespace Sidecar.Audit.Verifying;

/// <summary>Holds what a running server says of its backends against the fold of the events up to the instant of its answer.</summary>
internal sealed class LiveComparison(LiveState live)
{
    private readonly Dictionary<string, BackendState> _folded = new(StringComparer.Ordinal);

    /// <summary>Takes one stored event; those after the server's answer tell nothing about it.</summary>
    public void See(string persistenceId, IBackendEvent happened)
    {
        if (happened.At > live.At || happened is CooldownEvents.V1.EmergencyActivated || JournalIds.BackendOf(persistenceId) is not { } backend)
            return;
        _folded[backend] = _folded.GetValueOrDefault(backend, BackendState.Fresh).Apply(happened);
    }

    /// <summary>All events were seen.</summary>
    public void Report(VerifyReport report)
    {
        foreach (var backend in live.Backends)
            if (Expected(backend.Backend) is var expected && expected != backend)
                report.Add(new Difference("live", "backends", 0, $"the server says {Text(backend)}, the journal {Text(expected)}") { PersistenceId = JournalIds.OfBackend(backend.Backend) });
        report.Add(new Checked("live", "backends", live.Backends.Count, "as the running server sees them"));
    }

    private LiveBackend Expected(string backend)
    {
        var rest = RestStanding.Of(_folded.GetValueOrDefault(backend, BackendState.Fresh).Whole, live.At);
        return new LiveBackend(backend, StateReportJson.NameOf(rest.Mode), rest.Reason?.ToWire(), rest.Until, rest.Streak);
    }

    private static string Text(LiveBackend backend) => $"{backend.State}, reason {backend.Reason ?? "none"}, until {backend.Until?.ToString("O") ?? "-"}, streak {backend.Streak}";
}
