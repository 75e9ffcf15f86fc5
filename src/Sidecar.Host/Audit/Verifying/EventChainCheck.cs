using Sidecar.Host.Storage.Chain;

namespace Sidecar.Host.Audit.Verifying;

/// <summary>Reads the journal's links beside its events and finds the first place where they do not match.</summary>
internal sealed class EventChainCheck : IDisposable
{
    private readonly string _file;
    private readonly EvidenceRows _links;
    private readonly CheckpointsAhead _checkpoints;
    private readonly byte[] _computed = new byte[CanonicalRow.LinkSize];
    private byte[] _before = ChainSeed.Of(ChainSeed.Journal);
    private long _orderingBefore;
    private bool _hasLink;
    private long _linkOrdering;
    private Mismatch? _open;

    public EventChainCheck(EvidenceFile file, IEnumerable<Checkpoint> checkpoints)
    {
        _file = file.Name;
        _checkpoints = new CheckpointsAhead(_file, "journal", checkpoints);
        _links = file.Read("SELECT ordering, hash FROM event_chain ORDER BY ordering");
        NextLink();
    }

    /// <summary>Events that have a link.</summary>
    public long Chained { get; private set; }

    /// <summary>Events after the last link, which the server has not chained yet.</summary>
    public long Tail { get; private set; }

    /// <summary>The first of them.</summary>
    public EventPlace? TailBegins { get; private set; }

    /// <summary>The first event with a link that the last checkpoint does not cover.</summary>
    public EventPlace? Uncovered { get; private set; }

    /// <summary>The first difference, once all events were read.</summary>
    public Difference? First { get; private set; }

    public void See(EventPlace place, CanonicalRow row)
    {
        while (_hasLink && _linkOrdering < place.Ordering)
        {
            Find(new Difference(_file, "journal", _linkOrdering, "the event was removed: its link is still there"));
            NextLink();
        }
        if (_hasLink && _linkOrdering == place.Ordering)
        {
            Compare(place, row);
            NextLink();
        }
        else if (_hasLink)
            Find(place.Differs(_file, "the event was inserted: it has no link, and later events have"));
        else
        {
            Tail++;
            TailBegins ??= place;
        }
    }

    public void End()
    {
        Settle(isRow: true);
        while (_hasLink)
        {
            Find(new Difference(_file, "journal", _linkOrdering, "the event was removed: its link is still there"));
            NextLink();
        }
        Find(_checkpoints.Left(_orderingBefore));
    }

    public void Dispose() => _links.Dispose();

    private void Compare(EventPlace place, CanonicalRow row)
    {
        Chained++;
        if (place.Ordering > _checkpoints.LastRow)
            Uncovered ??= place;
        var stored = _links.Bytes(1).ToArray();
        row.Link(_before, _computed);
        var fits = stored.AsSpan().SequenceEqual(_computed);
        if (_open is { } open)
        {
            row.Link(open.Computed, _computed);
            // The next link was computed from the original hash of this event, which either the stored bytes or the stored link still
            // give: whichever fits shows which of the two was altered.
            Settle(isRow: !stored.AsSpan().SequenceEqual(_computed));
            fits = true;
        }
        if (!fits)
            _open = new Mismatch(place, _orderingBefore, [.. _computed]);
        else
            Find(_checkpoints.At(place.Ordering, stored, Chained));
        (_before, _orderingBefore) = (stored, place.Ordering);
    }

    private void Settle(bool isRow)
    {
        if (_open is not { } open)
            return;
        _open = null;
        Find(!isRow
            ? new Difference(_file, "event_chain", open.Place.Ordering, "the link was altered: the next one follows from what it should be")
            : open.Place.Ordering == open.After + 1
            ? open.Place.Differs(_file, "the event was altered: its link is not that of its values")
            : open.Place.Differs(_file,
                $"the event does not follow ordering {open.After}: events between were removed with their links, or it was altered"));
    }

    // Anything after the first difference may be its consequence.
    private void Find(Difference? difference) => First ??= difference;

    private void NextLink()
    {
        _hasLink = _links.Next();
        if (_hasLink)
            _linkOrdering = _links.Whole(0);
    }

    private sealed record Mismatch(EventPlace Place, long After, byte[] Computed);
}
