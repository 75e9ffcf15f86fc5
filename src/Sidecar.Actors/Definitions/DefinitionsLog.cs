using Microsoft.Extensions.Logging;

namespace Sidecar.Definitions;

internal static partial class DefinitionsLog
{
    [LoggerMessage(6001, LogLevel.Error, "journal backends: event {SequenceNr} could not be written; whoever asked for it is told that it may not have been kept")]
    public static partial void WriteFailed(ILogger log, long sequenceNr, Exception cause);
}
