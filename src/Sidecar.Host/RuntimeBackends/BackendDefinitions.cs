using Sidecar.Domain.Backends;
using Sidecar.Domain.Backtest;
using Sidecar.Domain.Definitions;
using Sidecar.Host.Audit.Backtest;
using Sidecar.Host.Configuration;
using Sidecar.Host.Hosting;
using Sidecar.Host.Keys;
using Sidecar.Host.Storage;
using static Sidecar.Definitions.DefinitionsProtocol;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>The definitions in force. Changes are made one at a time: checked whole, kept in the journal, and only then put in the place of what was.</summary>
internal sealed class BackendDefinitions(StartingPoint start, RequestGate gate, TimeProvider time) : IDisposable
{
    // A journal that takes longer has an outage, and the operator is better told so.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1);
    private BackendDirectory _directory = start.Directory;
    private string _recordedPolicy = "";

    /// <summary>What the file says, as it was last read and found good.</summary>
    public SidecarSettings File { get; private set; } = start.Settings;

    public DefinitionState Stored { get; private set; } = start.Stored;

    public BackendDirectory Directory => Volatile.Read(ref _directory);

    public BackendCatalog Catalog => Directory.Catalog;

    /// <summary>Where they are kept.</summary>
    public string Place => start.Storage.Place;

    /// <summary>What is stored there is chained by hash.</summary>
    public bool IsChained => start.Storage.ChainedFile is not null;

    public MasterKeys MasterKeys => File.MasterKeys;

    /// <summary>Runs one change when no other is running. Refused where Sidecar has not started within a few seconds.</summary>
    public async Task<ChangeResult> InTurn(Func<SidecarActors, Task<ChangeResult>> change)
    {
        if (await gate.ActorsWithin(Bound) is not { } actors)
            return ChangeResult.Refused(503, "starting", "Sidecar is starting: try again in a second.");
        await _turn.WaitAsync();
        try
        {
            return await change(actors);
        }
        catch (Akka.Actor.AskTimeoutException)
        {
            return ChangeResult.Refused(503, "journal_unreachable", "The change was not confirmed in time: it may or may not be kept and in force. Look, and try again.");
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stores the events and puts the result in force. Called only while no other change runs.</summary>
    public async Task<ChangeResult> Keep(SidecarActors actors, params IReadOnlyList<IDefinitionEvent> events)
    {
        switch (await actors.Keep(new Keep(events), Bound))
        {
            case Kept kept:
                Stored = kept.State;
                await PutInForce(actors, File, BackendDirectory.Compose(File, Stored, MasterKeys));
                return new ChangeResult(events.Count > 0 ? Directory.Find(events[0].Id) : null, null);
            case NotKept { Reason: DefinitionRefusal.Exists } refused:
                return ChangeResult.Refused(409, "backend_exists", $"There is a backend '{refused.Id}' already.");
            case NotKept refused:
                return ChangeResult.Unknown(refused.Id);
            default:
                throw new InvalidOperationException("the keeper of definitions gave no answer of its protocol");
        }
    }

    /// <summary>Replaces what is in force: the next request sees it. Called only while no other change runs.</summary>
    public async Task PutInForce(SidecarActors actors, SidecarSettings file, BackendDirectory directory)
    {
        await actors.ReplaceCatalog(directory.Catalog, Bound);
        File = file;
        Volatile.Write(ref _directory, directory);
        RecordPolicy();
    }

    /// <summary>Records the policy that decides from now on, for a later replay.</summary>
    public void RecordPolicy()
    {
        var policy = PolicyJson.Write(new ReplayPolicy(Catalog, start.Settings.Walk, start.Settings.Cooldown));
        if (policy != _recordedPolicy)
            start.Storage.RecordPolicy(time.GetUtcNow(), policy);
        _recordedPolicy = policy;
    }

    public void Dispose() => _turn.Dispose();
}
