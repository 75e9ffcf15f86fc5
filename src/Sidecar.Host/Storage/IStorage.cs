using Akka.Hosting;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Definitions;
using Sidecar.Domain.Limits;
using Sidecar.Journal;
using Sidecar.Ledger;

namespace Sidecar.Host.Storage;

/// <summary>Where a server keeps its journal and its ledger: one implementation for each kind of database.</summary>
internal interface IStorage : IDisposable
{
    /// <summary>For the log, without anything secret.</summary>
    string Place { get; }

    StoredData Data { get; }

    /// <summary>The journal's file, whose events are chained by hash; null where no chain is kept.</summary>
    string? ChainedFile { get; }

    DataFiles Files { get; }

    /// <summary>Claims it for this process until <see cref="IDisposable.Dispose"/>: before anything is read that another may be about to
    /// change. Throws <see cref="StorageInUseException"/> when another has it, <see cref="IOException"/> when it cannot be used.</summary>
    void Claim();

    /// <summary>Makes it ready for use. Throws <see cref="IOException"/>, with what to do, when it cannot be used.</summary>
    void Prepare();

    /// <summary>What was defined beside the configuration: the server is built from it, before there is an actor that could tell. Throws
    /// <see cref="IOException"/>.</summary>
    DefinitionState ReadDefinitions();

    /// <summary>What recovery will say of each persistence id, where that can be had sooner; else null.</summary>
    IReadOnlyDictionary<string, JournalProtocol.Recovered>? StatesAtStart(IEnumerable<string> persistenceIds);

    /// <summary>The short way into the journal.</summary>
    IDirectJournal Direct { get; }

    /// <summary>Why nothing can be written now, in words without anything secret; null: it can. Blocks, and throws nothing.</summary>
    string? FindWriteFault();

    IMaintainedLedgerStore OpenLedger(LedgerRetention retention, TimeProvider time);

    /// <summary>What earlier processes started and still counts in some window; empty where that cannot be read.</summary>
    IReadOnlyDictionary<string, PastStarts> StartsBefore(IReadOnlyList<Backend> backends, DateTimeOffset now);

    /// <summary>The id of the last walk in the ledger; 0 when it holds none.</summary>
    long LastWalk();

    /// <summary>Adds a policy that is in force from now on.</summary>
    void RecordPolicy(DateTimeOffset at, string policy);

    /// <summary>Gives the actor system its journal and snapshots.</summary>
    AkkaConfigurationBuilder AddJournal(AkkaConfigurationBuilder akka);
}

/// <summary>A ledger that is looked after now and then.</summary>
public interface IMaintainedLedgerStore : ILedgerStore
{
    /// <summary>The end of walks that are too old, and what else is due.</summary>
    Task MaintainAsync();
}
