using Sidecar.Domain.Sums;
using Sidecar.Ledger;

namespace Sidecar.Host.Storage.Sums;

/// <summary>Keeps the sums beside the ledger's rows. A batch's sums are written in the transaction that writes its rows, so that a crash
/// loses both or neither; hours and days are made from the shorter slots, again whenever one of those has changed.</summary>
/// <remarks>Each writer has rows of its own: nobody else changes them, so a slot that is still being added to is not read back. After a
/// failed transaction a writer must not be used again, because it has counted what was rolled back.</remarks>
/// <param name="from">Since when this process has been counting.</param>
internal sealed class SumWriter(DateTimeOffset from)
{
    private static readonly TimeSpan WatchedEvery = TimeSpan.FromSeconds(10);

    // The present minute and the one before it, for rows that come a moment late.
    private const int SlotsHeld = 2;

    // Longer slots belong to nobody: whoever makes them writes the same.
    private static readonly Guid Nobody = Guid.Empty;

    private readonly Guid _id = Guid.NewGuid();
    private readonly Dictionary<SumKey, SumSlot> _slots = [];
    private readonly HashSet<SumKey> _written = [];
    private readonly Lock _lock = new();
    private HashSet<SumKey>? _changed;
    private DateTimeOffset _watched;

    /// <summary>Writes the sums of a batch; in its transaction.</summary>
    public void Append(SumTable table, IReadOnlyList<AttemptRow> attempts, IReadOnlyList<WalkRow> walks, DateTimeOffset now)
    {
        _written.Clear();
        for (var i = 0; i < attempts.Count; i++)
            LedgerSums.Add(SlotOf(table, attempts[i].At, now), attempts[i]);
        for (var i = 0; i < walks.Count; i++)
            LedgerSums.Add(SlotOf(table, LedgerSums.EndOf(walks[i]), now), walks[i]);
        foreach (var key in _written)
            table.Write(key, _id, _slots[key]);
        Watch(table, now);
    }

    /// <summary>To be called when the batch's transaction has been committed.</summary>
    public void Committed()
    {
        lock (_lock)
            foreach (var key in _written)
                if (key.Longer is { } longer)
                    _changed?.Add(longer);
        while (_slots.Count > SlotsHeld)
            _slots.Remove(_slots.Keys.MinBy(key => key.To));
    }

    /// <summary>Makes the hours and days anew in which something has changed, and deletes what is no longer kept; in a
    /// transaction.</summary>
    public void Maintain(SumTable table, DateTimeOffset now)
    {
        var changed = TakeChanged();
        if (changed is null)
            // Perhaps an earlier process ended before it made them.
            changed = [.. table.Since(SumSpan.Minute, now - TimeSpan.FromDays(1)).Select(key => key.Longer!.Value)];
        foreach (var hour in changed.Where(key => key.Span == SumSpan.Hour && SumSpans.IsWhole(key, now)).ToList())
        {
            table.Write(hour, Nobody, table.Sum(SumSpan.Minute, hour.From, hour.To));
            changed.Add(hour.Longer!.Value);
        }
        foreach (var day in changed.Where(key => key.Span == SumSpan.Day && SumSpans.IsWhole(key, now)))
            table.Write(day, Nobody, table.Sum(SumSpan.Hour, day.From, day.To));
        table.Prune(now);
        table.Watch(_id, new Stretch(from, now));
    }

    /// <summary>To be called when <see cref="Maintain"/> has failed: the next one looks for itself at what has changed.</summary>
    public void Doubt()
    {
        lock (_lock)
            _changed = null;
    }

    private HashSet<SumKey>? TakeChanged()
    {
        lock (_lock)
        {
            var changed = _changed;
            _changed = [];
            return changed;
        }
    }

    private SumSlot SlotOf(SumTable table, DateTimeOffset at, DateTimeOffset now)
    {
        var key = SumSpans.SlotFor(at, now);
        if (!_slots.TryGetValue(key, out var slot))
            _slots.Add(key, slot = table.Read(key, _id) ?? new SumSlot());
        _written.Add(key);
        return slot;
    }

    private void Watch(SumTable table, DateTimeOffset now)
    {
        if (now - _watched < WatchedEvery)
            return;
        _watched = now;
        table.Watch(_id, new Stretch(from, now));
    }
}
