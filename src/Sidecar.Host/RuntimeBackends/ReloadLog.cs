using Sidecar.Logging;

namespace Sidecar.Host.RuntimeBackends;

internal static partial class ReloadLog
{
    [LoggerMessage(
        EventIds.ReloadDone, LogLevel.Information, "the configuration was reloaded: {Backends} backends, {Clients} clients")]
    public static partial void Done(ILogger log, int backends, int clients);

    [LoggerMessage(EventIds.ReloadRefused, LogLevel.Error,
        "the configuration was reloaded and rejected as a whole ({Faults} faults); the previous one stays in force")]
    public static partial void Refused(ILogger log, int faults);

    [LoggerMessage(EventIds.ReloadFault, LogLevel.Error, "in the configuration: {Fault}")]
    public static partial void Fault(ILogger log, string fault);

    [LoggerMessage(
        EventIds.ChangeNeedsRestart, LogLevel.Warning, "{Section} was changed in the configuration; this applies after a restart")]
    public static partial void NeedsRestart(ILogger log, string section);

    [LoggerMessage(
        EventIds.SecretsResealed, LogLevel.Information, "{Secrets} stored keys are now encrypted with the master key {MasterKey}")]
    public static partial void Resealed(ILogger log, int secrets, string masterKey);

    [LoggerMessage(EventIds.SecretsNotResealed, LogLevel.Error,
        "stored keys are still encrypted with an older master key, which must be kept: {Reason}")]
    public static partial void NotResealed(ILogger log, string reason);

    [LoggerMessage(EventIds.ReloadFailed, LogLevel.Error, "the configuration could not be reloaded")]
    public static partial void Failed(ILogger log, Exception fault);
}
