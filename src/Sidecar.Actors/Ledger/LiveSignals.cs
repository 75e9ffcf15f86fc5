using Akka.Actor;

namespace Sidecar.Ledger;

/// <summary>Notifies live watchers of what happens in one actor system. Watchers are called synchronously: they only note what they hear,
/// and must not wait, throw or look anything up.</summary>
public sealed class LiveSignals : IExtension
{
    private Action? _journalGrew;
    private Action<FinishedWalk>? _walkEnded;
    private Action<AttemptRow>? _attemptEnded;

    /// <summary>The signals of an actor system: those set by <see cref="Serve"/>, else its own; the same for all callers.</summary>
    public static LiveSignals Of(ActorSystem system) => system.WithExtension<LiveSignals, Provider>();

    /// <summary>Makes these the system's signals, so that they can be watched before there is a system. Must be called before anyone asks
    /// for them.</summary>
    public void Serve(ActorSystem system) => system.RegisterExtension(new Provider(this));

    public bool IsWatched => Volatile.Read(ref _journalGrew) is not null || Volatile.Read(ref _walkEnded) is not null;

    /// <summary>Calls <paramref name="watcher"/> whenever events have reached the disk, until the result is disposed.</summary>
    public IDisposable WatchJournal(Action watcher)
    {
        Change(ref _journalGrew, all => all + watcher);
        return new Watch(() => Change(ref _journalGrew, all => all - watcher));
    }

    /// <summary>Calls <paramref name="watcher"/> with each walk that ends, until the result is disposed.</summary>
    public IDisposable WatchWalks(Action<FinishedWalk> watcher)
    {
        Change(ref _walkEnded, all => all + watcher);
        return new Watch(() => Change(ref _walkEnded, all => all - watcher));
    }

    /// <summary>Calls <paramref name="watcher"/> with each attempt that ends, until the result is disposed.</summary>
    public IDisposable WatchAttempts(Action<AttemptRow> watcher)
    {
        Change(ref _attemptEnded, all => all + watcher);
        return new Watch(() => Change(ref _attemptEnded, all => all - watcher));
    }

    public void TellJournalGrew() => Volatile.Read(ref _journalGrew)?.Invoke();

    public void TellAttemptEnded(AttemptRow attempt) => Volatile.Read(ref _attemptEnded)?.Invoke(attempt);

    /// <summary>Without watchers this costs only one field access.</summary>
    public void TellWalkEnded(WalkRow walk)
    {
        if (Volatile.Read(ref _walkEnded) is { } watchers)
            watchers(FinishedWalk.Of(walk));
    }

    private static void Change<T>(ref T? all, Func<T?, T?> change)
        where T : class
    {
        for (var seen = Volatile.Read(ref all); ;)
        {
            var found = Interlocked.CompareExchange(ref all, change(seen), seen);
            if (ReferenceEquals(found, seen))
                return;
            seen = found;
        }
    }

    private sealed class Watch(Action end) : IDisposable
    {
        public void Dispose() => end();
    }

    private sealed class Provider(LiveSignals signals) : ExtensionIdProvider<LiveSignals>
    {
        public Provider()
            : this(new LiveSignals())
        {
        }

        public override LiveSignals CreateExtension(ExtendedActorSystem system) => signals;
    }
}
