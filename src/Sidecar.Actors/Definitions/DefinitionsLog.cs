using Microsoft.Extensions.Logging;
using Sidecar.Logging;

namespace Sidecar.Definitions;

internal static partial class DefinitionsLog
{
    [LoggerMessage(EventIds.DefinitionWriteFailed, LogLevel.Error,
        "journal backends: event {SequenceNr} could not be written; the operator is told that it may not have been stored")]
    public static partial void WriteFailed(ILogger log, long sequenceNr, Exception cause);
}
