using System.Data.Common;
using Sidecar.Dispatching;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Definitions;
using Sidecar.Domain.Recordings;
using Sidecar.Host.Audit.Backtest;
using Sidecar.Host.Configuration;
using Sidecar.Host.Hosting;
using Sidecar.Host.Keys;
using Sidecar.Host.Storage;
using static Sidecar.Definitions.DefinitionsProtocol;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>The definitions in force. Changes are made one at a time: each is checked as a whole, stored in the journal, and only then
/// applied.</summary>
internal sealed class BackendDefinitions(StartingPoint start, RequestGate gate, TimeProvider time) : IDisposable
{
    // If the journal takes longer, it has an outage, and the operator should be told so.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1);
    private BackendDirectory _directory = start.Directory;

    /// <summary>The file's settings, as last read and found valid.</summary>
    public SidecarSettings File { get; private set; } = start.Settings;

    public DefinitionState Stored { get; private set; } = start.Stored;

    public BackendDirectory Directory => Volatile.Read(ref _directory);

    public BackendCatalog Catalog => Directory.Catalog;

    private ReplayPolicy PolicyInForce => new(Catalog, start.Settings.Walk, start.Settings.Cooldown);

    /// <summary>Where the data are stored.</summary>
    public string Place => start.Storage.Place;

    /// <summary>Whether stored data are chained by hash.</summary>
    public bool IsChained => start.Storage.ChainedFile is not null;

    public MasterKeys MasterKeys => File.MasterKeys;

    /// <summary>Runs one change while no other is running. Refused if Sidecar has not started within a few seconds.</summary>
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
            return ChangeResult.Refused(503, "journal_unreachable",
                "The change was not confirmed in time: it may or may not have been made. Check the backend, and try again.");
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stores the events and puts the result in force. Called only while no other change runs.</summary>
    public async Task<ChangeResult> Keep(SidecarActors actors, params IReadOnlyList<IDefinitionEvent> events)
    {
        // Events that would be refused are still sent to the definitions actor, which says why.
        return events.Any(change => Stored.Refuse(change) is not null)
            ? await KeepRecorded(actors, events)
            : await Recorded(
                BackendDirectory.Compose(File, events.Aggregate(Stored, static (state, change) => state.Apply(change)), MasterKeys), () =>
                KeepRecorded(actors, events));
    }

    /// <summary>Applies the file's new settings. Called only while no other change runs.</summary>
    public Task<ChangeResult> Replace(SidecarActors actors, SidecarSettings file, BackendDirectory directory) =>
        Recorded(directory, async () =>
    {
        await PutInForce(actors, file, directory);
        return new ChangeResult(null, null);
    });

    /// <summary>Records the policy that applies from the start on, for later replays. Blocks, and throws what the storage
    /// throws.</summary>
    public void RecordPolicyAtStart() =>
        start.Storage.RecordPolicy(time.GetUtcNow(), PolicyJson.Write(PolicyInForce, behindWalk: start.Storage.LastWalk()));

    public void Dispose() => _turn.Dispose();

    // Recorded first: a policy that cannot be recorded must not apply, because a later replay would use another one.
    private async Task<ChangeResult> Recorded(BackendDirectory next, Func<Task<ChangeResult>> change)
    {
        if (!await TryRecord(
            PolicyJson.Write(PolicyInForce with { Catalog = next.Catalog }, board: PolicyJson.Announced), time.GetUtcNow()))
            return ChangeResult.Refused(503, "ledger_unreachable", "The change was not made: the ledger, which keeps by what is decided, "
                + "cannot be written. Try again when /readyz says ready.");
        return await change();
    }

    private async Task<bool> TryRecord(string policy, DateTimeOffset at)
    {
        try
        {
            await OwnThread.Run(() => start.Storage.RecordPolicy(at, policy));
            return true;
        }
        catch (Exception fault) when (fault is DbException or IOException)
        {
            return false;
        }
    }

    private async Task<ChangeResult> KeepRecorded(SidecarActors actors, IReadOnlyList<IDefinitionEvent> events)
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

    // The next request sees the new definitions.
    private async Task PutInForce(SidecarActors actors, SidecarSettings file, BackendDirectory directory)
    {
        var replaced = await actors.ReplaceCatalog(directory.Catalog, Bound);
        File = file;
        Volatile.Write(ref _directory, directory);
        // The board's version tells a replay which decisions were made under which policy; without it the change counts from when it was
        // announced.
        await TryRecord(PolicyJson.Write(PolicyInForce, board: replaced.Version), replaced.At);
    }
}
