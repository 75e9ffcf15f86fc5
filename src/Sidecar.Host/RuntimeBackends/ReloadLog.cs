using Sidecar.Logging;

namespace Sidecar.Host.RuntimeBackends;

internal static partial class ReloadLog
{
    [LoggerMessage(
        EventIds.ReloadDone, LogLevel.Information, "the configuration was read again: {Backends} backends, {Clients} clients in force")]
    public static partial void Done(ILogger log, int backends, int clients);

    [LoggerMessage(EventIds.ReloadRefused, LogLevel.Error,
        "the configuration was read again and refused whole ({Faults} faults); what was in force goes on")]
    public static partial void Refused(ILogger log, int faults);

    [LoggerMessage(EventIds.ReloadFault, LogLevel.Error, "in the configuration: {Fault}")]
    public static partial void Fault(ILogger log, string fault);

    [LoggerMessage(
        EventIds.ChangeNeedsRestart, LogLevel.Warning, "{Section} was changed in the configuration; that counts after a restart")]
    public static partial void NeedsRestart(ILogger log, string section);

    [LoggerMessage(
        EventIds.SecretsResealed, LogLevel.Information, "{Secrets} stored keys are encrypted with the master key {MasterKey} now")]
    public static partial void Resealed(ILogger log, int secrets, string masterKey);

    [LoggerMessage(EventIds.SecretsNotResealed, LogLevel.Error,
        "stored keys are still encrypted with an older master key, which must be kept: {Reason}")]
    public static partial void NotResealed(ILogger log, string reason);

    [LoggerMessage(EventIds.ReloadFailed, LogLevel.Error, "the configuration could not be read again")]
    public static partial void Failed(ILogger log, Exception fault);
}
