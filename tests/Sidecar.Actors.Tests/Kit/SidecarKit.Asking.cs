using Akka.Actor;
using Sidecar.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Journal;
using Sidecar.Ledger;
using Sidecar.Pools;
using Sidecar.Requests;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>What a test may ask.</summary>
internal sealed partial class SidecarKit
{
    /// <summary>The actor that walks this request.</summary>
    public IActorRef CoordinatorOf(Conversation conversation) => _loop.Settle(_system.ActorSelection(
        Trace.Messages.Last(m => m.Message is RequestProtocol.HandleRequest handle && handle.Request.Id == conversation.Id).Receiver)
            .ResolveOne(RealPatience));

    public BackendProtocol.BackendStatus Status(string backend) => _loop.Settle(_actors.StatusOf(backend, RealPatience));

    /// <summary>What is known of a walk under way; null if nobody walks it.</summary>
    public RunningWalk? FindRunning(string requestId) => _loop.Settle(_actors.FindRunning(requestId, RealPatience));

    /// <summary>Replaces all backends with these.</summary>
    public PoolProtocol.CatalogReplaced Redefine(params Domain.Backends.Backend[] backends) =>
        _loop.Settle(_actors.ReplaceCatalog((_world with { Backends = backends }).Catalog, RealPatience));

    /// <summary>Steps the wall clock.</summary>
    public void StepClock(TimeSpan by) => Clock.Step(by);

    /// <summary>Gives a backend an operator's command.</summary>
    public void Override(BackendProtocol.IBackendMessage word) => _loop.Settle(Completed(_actors.Override(word, RealPatience)));

    /// <summary>Waits, in real time, until a top-level actor takes its messages directly.</summary>
    public void UntilStarted(IActorRef actor) => _loop.Settle(actor.Ask<ActorIdentity>(new Identify(null), RealPatience));

    public void SettleUntil(Func<bool> condition) => _loop.SettleUntil(condition);

    /// <summary>Lets time pass until every backend has read its journal.</summary>
    public void PassUntilRecovered()
    {
        var recovered = _actors.WhenRecovered(RealPatience);
        while (!recovered.IsCompleted)
        {
            Pass(TimeSpan.FromSeconds(1));
            _loop.SettleBriefly();
        }
        _loop.Settle(recovered);
    }

    /// <summary>Opens the journals of those backends that started from events read beforehand.</summary>
    public void OpenJournals()
    {
        _loop.Settle(_actors.OpenJournals(RealPatience));
        // With a direct journal nothing has to be recovered.
        if (Direct is null)
            SettleEmergencies();
    }

    private static async Task<bool> Completed(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }

    public BackendState State(string backend) => Status(backend).State;

    /// <summary>The journalled events of a persistence id, read back from their bytes.</summary>
    public IReadOnlyList<IBackendEvent> EventsUnder(string persistenceId) =>
        [.. Store.EventsOf(persistenceId).Select(e => (IBackendEvent)KitStoring.Read(_system, e))];

    public IReadOnlyList<IBackendEvent> Journal(string backend) => EventsUnder(JournalIds.OfBackend(backend));

    /// <summary>Flushes every recorded row into <see cref="Ledger"/>.</summary>
    public RecordingLedger FlushedLedger()
    {
        _loop.Settle(_actors.Ledger.Ask<LedgerProtocol.Flushed>(LedgerProtocol.Flush.Instance, RealPatience));
        return Ledger;
    }
}
