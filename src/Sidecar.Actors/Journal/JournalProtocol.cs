using Sidecar.Domain.Cooldowns;

namespace Sidecar.Journal;

/// <summary>The messages between an owner of events and the persistent child that writes them.</summary>
public static class JournalProtocol
{
    /// <summary>Write this event as number <paramref name="SequenceNr"/>; if that number was already written, it is only
    /// confirmed.</summary>
    public sealed record Record(long SequenceNr, IBackendEvent Event);

    /// <summary>Everything up to <paramref name="SequenceNr"/> is on disk.</summary>
    public sealed record Recorded(long SequenceNr);

    /// <summary>An event could not be written yet and is retried. Sent once for each failure of the disk.</summary>
    public sealed record Delayed(long SequenceNr, Exception Cause);

    /// <summary>The journal contains other events under the numbers that were written directly: it has to be read again.</summary>
    public sealed record NotRecorded
    {
        public static readonly NotRecorded Instance = new();
    }

    /// <summary>The journal has been read, at start or after a failure: its contents.</summary>
    public sealed record Recovered(long SequenceNr, BackendState State)
    {
        /// <summary>Whether both have the same stored form.</summary>
        internal bool Tells(Recovered other) =>
            SequenceNr == other.SequenceNr && BackendStateCodec.Write(State).AsSpan().SequenceEqual(BackendStateCodec.Write(other.State));
    }

    /// <summary>Start the writer, unless it is running; answered by <see cref="Opened"/>.</summary>
    public sealed record Open
    {
        public static readonly Open Instance = new();
    }

    /// <summary>The writer has recovered: from now on events are written as they happen.</summary>
    public sealed record Opened(string PersistenceId);
}
