using Akka.Hosting;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Definitions;
using Sidecar.Domain.Limits;
using Sidecar.Journal;
using Sidecar.Ledger;

namespace Sidecar.Host.Storage;

/// <summary>The storage of a server's journal and ledger: one implementation for each kind of database.</summary>
internal interface IStorage : IDisposable
{
    /// <summary>For the log, without secrets.</summary>
    string Place { get; }

    StoredData Data { get; }

    /// <summary>The journal's file, whose events are chained by hash; null if there is no chain.</summary>
    string? ChainedFile { get; }

    DataFiles Files { get; }

    /// <summary>Claims it for this process until <see cref="IDisposable.Dispose"/>. Must be called before anything is read that another
    /// process might change. Throws <see cref="StorageInUseException"/> if another process holds it, <see cref="IOException"/> if it
    /// cannot be used.</summary>
    void Claim();

    /// <summary>Prepares it for use. Throws <see cref="IOException"/>, saying what to do, if it cannot be used.</summary>
    void Prepare();

    /// <summary>The definitions made at run time: the server is built from them, before any actor could provide them. Throws <see
    /// cref="IOException"/>.</summary>
    DefinitionState ReadDefinitions();

    /// <summary>The state that recovery will give each persistence id, if it can be read faster; else null.</summary>
    IReadOnlyDictionary<string, JournalProtocol.Recovered>? StatesAtStart(IEnumerable<string> persistenceIds);

    /// <summary>Writes events directly into the journal.</summary>
    IDirectJournal Direct { get; }

    /// <summary>Why nothing can be written now, in words without secrets; null: writing works. Blocks, and never throws.</summary>
    string? FindWriteFault();

    IMaintainedLedgerStore OpenLedger(LedgerRetention retention, TimeProvider time);

    /// <summary>Requests started by earlier processes that still count in a window; empty if they cannot be read.</summary>
    IReadOnlyDictionary<string, PastStarts> StartsBefore(IReadOnlyList<Backend> backends, DateTimeOffset now);

    /// <summary>The id of the last walk in the ledger; 0 if there is none.</summary>
    long LastWalk();

    /// <summary>Records a policy that applies from now on.</summary>
    void RecordPolicy(DateTimeOffset at, string policy);

    /// <summary>Configures the actor system's journal and snapshots.</summary>
    AkkaConfigurationBuilder AddJournal(AkkaConfigurationBuilder akka);
}

/// <summary>A ledger with regular maintenance.</summary>
public interface IMaintainedLedgerStore : ILedgerStore
{
    /// <summary>Deletes rows that are too old, and does whatever else is due.</summary>
    Task MaintainAsync();
}
