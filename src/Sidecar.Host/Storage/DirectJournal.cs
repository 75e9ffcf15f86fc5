using System.Data.Common;
using Akka.Actor;
using Sidecar.Journal;

namespace Sidecar.Host.Storage;

/// <summary>Writes events directly: a thread of its own writes everything that waits in one transaction, and later arrivals in the next.
/// It retries until the database accepts them.</summary>
internal abstract class DirectJournal : IDirectJournal, IDisposable
{
    // Limits how long events after a transaction wait for it.
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

    /// <summary>Why the last attempt to write failed; null: it did not.</summary>
    public Exception? Fault => _fault;

    /// <summary>Opens the database before the first event, without blocking the caller.</summary>
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

    /// <summary>Writes what is waiting, retries once if necessary, and closes the database.</summary>
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

    /// <summary>Opens the database, unless it is open. Throws <see cref="DbException"/> or <see cref="IOException"/>.</summary>
    protected abstract void Open();

    /// <summary>Writes all entries in one transaction, except those already stored. Returns the first whose number belongs to another
    /// event, or null. If it throws <see cref="DbException"/> or <see cref="IOException"/>, it is uncertain whether they were
    /// written.</summary>
    protected abstract DirectEntry? Write(IReadOnlyList<DirectEntry> entries);

    /// <summary>Closes it, whatever its state.</summary>
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

    // A later event of the same owner must not be written when an earlier one was refused.
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
            // Nothing was written: the other entries will be, without this one and later ones of its owner.
            _refused.Add(refused.PersistenceId);
            entries.RemoveAll(entry => entry.PersistenceId == refused.PersistenceId);
            refused.Owner.Tell(JournalProtocol.NotRecorded.Instance, ActorRefs.NoSender);
        }
    }

    // One message per owner: it covers all its earlier events too.
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

    // False: the process is ending, and another attempt would delay it.
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
