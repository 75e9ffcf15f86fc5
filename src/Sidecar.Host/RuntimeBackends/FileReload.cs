using Sidecar.Domain.Definitions;
using Sidecar.Host.Clients;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>Reloads the configuration file while Sidecar runs: as a whole, and only if it is valid. Backends, pools, aliases, clients and
/// master keys take effect at once.</summary>
internal sealed class FileReload(
    BackendDefinitions definitions, ClientAuthenticator authenticator, TimeProvider time, ILogger<FileReload> log)
{
    /// <summary>Whether a stored secret is encrypted with a master key that is no longer the current one.</summary>
    public bool HasOldSeals => SealedSecrets.Reseal(definitions.Stored, definitions.MasterKeys, "", time.GetUtcNow()).Count > 0;

    /// <summary>Returns the result, which is also logged.</summary>
    /// <param name="by">Who asked, for the journal: secrets are then encrypted again with the current master key.</param>
    public Task<ChangeResult> RunAsync(string by) => definitions.InTurn(async actors =>
    {
        var (settings, faults) = definitions.File.Source.Load();
        if (settings is null)
            return Refuse([.. faults.Select(fault => fault.ToString())]);
        if (SealedSecrets.FaultsOf(definitions.Stored, settings.MasterKeys) is { Count: > 0 } locked)
            return Refuse(locked);
        var directory = BackendDirectory.Compose(settings, definitions.Stored, settings.MasterKeys);
        if (NewlyAside(directory) is { Count: > 0 } aside)
            return Refuse(aside);
        foreach (var section in RestartNeeded.Sections(definitions.File, settings))
            ReloadLog.NeedsRestart(log, section);
        if ((await definitions.Replace(actors, settings, directory)).Refusal is { } refusal)
            return Refuse([refusal.Message], refusal.Status, refusal.Code);
        authenticator.Replace(settings.Clients);
        ReloadLog.Done(log, directory.Catalog.Backends.Count, settings.Clients.Clients.Count);
        return SealedSecrets.Reseal(definitions.Stored, settings.MasterKeys, by, time.GetUtcNow()) is { Count: > 0 } events
            ? await ResealAsync(actors, events)
            : new ChangeResult(null, null);
    });

    private async Task<ChangeResult> ResealAsync(SidecarActors actors, IReadOnlyList<IDefinitionEvent> events)
    {
        var kept = await definitions.Keep(actors, events);
        if (kept.Refusal is { } refusal)
            ReloadLog.NotResealed(log, refusal.Message);
        else
            ReloadLog.Resealed(log, events.Count, definitions.MasterKeys.Current!.Id);
        return kept;
    }

    // A file that would invalidate a definition made at run time is rejected, even if it is valid by itself.
    private List<string> NewlyAside(BackendDirectory next) =>
        [.. next.Entries
            .Where(entry => entry.Origin == DefinitionOrigin.Api && entry.Faults.Count > 0
                && definitions.Directory.Entries.Any(
                    former => former.Origin == DefinitionOrigin.Api && former.Id == entry.Id && former.Faults.Count == 0))
            .Select(entry => $"the backend {entry.Id}, added through the API, could not go on: {string.Join("; ", entry.Faults)}")];

    private ChangeResult Refuse(IReadOnlyList<string> faults, int status = 409, string code = "invalid_configuration")
    {
        foreach (var fault in faults)
            ReloadLog.Fault(log, fault);
        ReloadLog.Refused(log, faults.Count);
        return ChangeResult.Refused(
            status, code, $"The configuration was rejected as a whole, and the previous one stays in force: {string.Join("; ", faults)}");
    }
}
