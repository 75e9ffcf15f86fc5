using Sidecar.Domain.Definitions;
using Sidecar.Host.Clients;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>Reads the configuration file again while Sidecar runs: whole and checked whole, or not at all. Backends, pools, aliases,
/// clients and master keys take effect at once.</summary>
internal sealed class FileReload(
    BackendDefinitions definitions, ClientAuthenticator authenticator, TimeProvider time, ILogger<FileReload> log)
{
    /// <summary>Something stored is encrypted with a master key that is no longer the current one.</summary>
    public bool HasOldSeals => SealedSecrets.Reseal(definitions.Stored, definitions.MasterKeys, "", time.GetUtcNow()).Count > 0;

    /// <summary>What came of it; said in the log too.</summary>
    /// <param name="by">Who asked, for the journal: secrets come under the current master key on this occasion.</param>
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

    // A file that would take away what was added beside it is wrong, even if it is right by itself.
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
            status, code, $"The configuration was refused whole, and the one in force goes on: {string.Join("; ", faults)}");
    }
}
