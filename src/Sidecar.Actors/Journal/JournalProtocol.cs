using Sidecar.Domain.Cooldowns;

namespace Sidecar.Journal;

/// <summary>Between an owner of events and the persistent child that writes them.</summary>
public static class JournalProtocol
{
    /// <summary>Write this event as number <paramref name="SequenceNr"/>; a number already written is confirmed, not written
    /// twice.</summary>
    public sealed record Record(long SequenceNr, IBackendEvent Event);

    /// <summary>Everything up to <paramref name="SequenceNr"/> is on disk.</summary>
    public sealed record Recorded(long SequenceNr);

    /// <summary>An event could not be written yet; it is tried again. Told once for each time that the disk fails.</summary>
    public sealed record Delayed(long SequenceNr, Exception Cause);

    /// <summary>What went the short way is not what the journal holds under these numbers: the journal has to be read again.</summary>
    public sealed record NotRecorded
    {
        public static readonly NotRecorded Instance = new();
    }

    /// <summary>The journal has been read, at start or after a failure: what it holds.</summary>
    public sealed record Recovered(long SequenceNr, BackendState State)
    {
        /// <summary>The same, by what is stored of it.</summary>
        internal bool Tells(Recovered other) =>
            SequenceNr == other.SequenceNr && BackendStateCodec.Write(State).AsSpan().SequenceEqual(BackendStateCodec.Write(other.State));
    }

    /// <summary>Start the writer, if it has not been started yet; answered by <see cref="Opened"/>.</summary>
    public sealed record Open
    {
        public static readonly Open Instance = new();
    }

    /// <summary>The writer has recovered: from now on events are written as they happen.</summary>
    public sealed record Opened(string PersistenceId);
}
