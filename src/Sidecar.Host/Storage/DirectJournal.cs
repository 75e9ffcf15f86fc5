using System.Data.Common;
using Akka.Actor;
using Sidecar.Journal;

namespace Sidecar.Host.Storage;

/// <summary>The short way into a journal: one thread of its own writes all that waits in one transaction, and what comes meanwhile in the
/// next. It tries again until the database takes it.</summary>
internal abstract class DirectJournal : IDirectJournal, IDisposable
{
    // Bounds how long those behind a transaction wait for it.
    private const int MostAtOnce = 1_000;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(2);

    private readonly Lock _starting = new();
    private readonly object _monitor = new();
    private readonly Queue<DirectEntry> _waiting = new();
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DirectEntry> _last = new(StringComparer.Ordinal);
    private volatile Exception? _fault;
    private Thread? _thread;
    private bool _isEnding;

    /// <summary>Why the last try to write failed; null: it did not.</summary>
    public Exception? Fault => _fault;

    /// <summary>Opens the database ahead of the first event, beside the caller.</summary>
    public void Start()
    {
        lock (_starting)
        {
            if (_thread is not null)
                return;
            _thread = new Thread(Run) { IsBackground = true, Name = "sidecar-journal" };
            _thread.Start();
        }
    }

    public void Append(DirectEntry entry)
    {
        lock (_monitor)
        {
            _waiting.Enqueue(entry);
            Monitor.Pulse(_monitor);
        }
        if (_thread is null)
            Start();
    }

    /// <summary>Writes what waits, once more if it must be, and closes the database.</summary>
    public void Dispose()
    {
        lock (_monitor)
        {
            _isEnding = true;
            Monitor.PulseAll(_monitor);
        }
        // A disk that hangs must not keep the process from ending.
        if (_thread?.Join(LongestEnd) != false)
            Close();
    }

    /// <summary>Makes it ready; does nothing where it is. Throws <see cref="DbException"/> or <see cref="IOException"/>.</summary>
    protected abstract void Open();

    /// <summary>Writes all in one transaction, but for those that are there already. The first under whose number something else is there,
    /// or null. Throws <see cref="DbException"/> or <see cref="IOException"/>, nothing being certain then.</summary>
    protected abstract DirectEntry? Write(IReadOnlyList<DirectEntry> entries);

    /// <summary>Closes it, in whatever state it is.</summary>
    protected abstract void Close();

    private void Run()
    {
        Try(Open);
        var entries = new List<DirectEntry>();
        while (Take(entries))
        {
            WriteAll(entries);
            entries.Clear();
        }
    }

    private bool Take(List<DirectEntry> entries)
    {
        lock (_monitor)
        {
            while (_waiting.Count == 0)
            {
                if (_isEnding)
                    return false;
                Monitor.Wait(_monitor);
            }
            while (entries.Count < MostAtOnce && _waiting.TryDequeue(out var entry))
                if (IsTaken(entry))
                    entries.Add(entry);
        }
        return true;
    }

    // A later event of the same owner must not be written ahead of one that was refused.
    private bool IsTaken(DirectEntry entry)
    {
        if (entry.IsAnew)
            _refused.Remove(entry.PersistenceId);
        return !_refused.Contains(entry.PersistenceId);
    }

    private void WriteAll(List<DirectEntry> entries)
    {
        var delay = FirstRetry;
        while (entries.Count > 0)
        {
            DirectEntry? refused = null;
            _fault = Try(() => refused = Write(entries));
            if (_fault is { } fault)
            {
                if (delay == FirstRetry)
                    Tell(entries, last => new JournalProtocol.Delayed(last.Number, fault));
                if (!Rest(delay))
                    return;
                delay = delay * 2 < LongestRetry ? delay * 2 : LongestRetry;
                continue;
            }
            if (refused is null)
            {
                Tell(entries, last => new JournalProtocol.Recorded(last.Number));
                return;
            }
            // Nothing was written: the others are, without it and those behind it.
            _refused.Add(refused.PersistenceId);
            entries.RemoveAll(entry => entry.PersistenceId == refused.PersistenceId);
            refused.Owner.Tell(JournalProtocol.NotRecorded.Instance, ActorRefs.NoSender);
        }
    }

    // Each owner once: what it is told is true of all its earlier events too.
    private void Tell(List<DirectEntry> entries, Func<DirectEntry, object> word)
    {
        _last.Clear();
        foreach (var entry in entries)
            _last[entry.PersistenceId] = entry;
        foreach (var last in _last.Values)
            last.Owner.Tell(word(last), ActorRefs.NoSender);
    }

    private Exception? Try(Action act)
    {
        try
        {
            act();
            return null;
        }
        catch (Exception fault) when (fault is DbException or IOException or TimeoutException or InvalidOperationException)
        {
            Close();
            return fault;
        }
    }

    // False: the process ends, and another try would hold it up.
    private bool Rest(TimeSpan delay)
    {
        lock (_monitor)
        {
            if (!_isEnding)
                Monitor.Wait(_monitor, delay);
            return !_isEnding;
        }
    }
}
