using System.IO.Hashing;
using Sidecar.Host.Storage.Chain;

namespace Sidecar.Host.Audit.Verifying;

/// <summary>Checks one of the ledger's tables against its links: no row may be missing, and each batch must match its link.</summary>
internal sealed class LedgerTableVerification : IDisposable
{
    private readonly string _file;
    private readonly string _table;
    private readonly CheckpointsAhead _checkpoints;
    private readonly LinkHead _start;
    private readonly int _columns;
    private readonly EvidenceRows _links;
    private readonly EvidenceRows _rows;
    private readonly CanonicalRow _batch = new();
    private readonly byte[] _computed = new byte[CanonicalRow.LinkSize];
    private bool _hasRow;
    private long _expected;
    private long _changed;
    private Suspect? _suspect;

    /// <param name="file">The ledger.</param>
    /// <param name="table">Its table.</param>
    /// <param name="columns">The columns of a row that are chained, in order, without its number.</param>
    /// <param name="start">What the first expected row follows.</param>
    /// <param name="checkpoints">The checkpoints of this chain.</param>
    public LedgerTableVerification(
        EvidenceFile file, string table, IReadOnlyList<string> columns, LinkHead start, IEnumerable<Checkpoint> checkpoints)
    {
        (_file, _table, _start, _columns, _expected) = (file.Name, table, start, columns.Count + 1, start.Last + 1);
        _checkpoints = new CheckpointsAhead(file.Name, table, checkpoints);
        _checkpoints.Skip(start.Last + 1);
        _links = file.Read($"SELECT id, first, last, count, hash FROM {LinkTable.NameFor(table)} WHERE id > {start.Id} ORDER BY id");
        _rows = file.Read($"SELECT id, {string.Join(", ", columns)}, digest FROM {table} "
            + $"{(start.Last > 0 ? $"WHERE id > {start.Last}" : "")} ORDER BY id");
        _hasRow = _rows.Next();
    }

    public long Chained { get; private set; }

    public long Unchained { get; private set; }

    /// <summary>The last row that a link covers.</summary>
    public long Last { get; private set; }

    /// <summary>The first difference in the table; null if there is none.</summary>
    public Difference? Run()
    {
        var before = _start;
        while (_links.Next())
        {
            var link = new LinkHead(_links.Whole(0), _links.Whole(1), _links.Whole(2), _links.Whole(3), _links.Bytes(4).ToArray());
            if (link.Id != before.Id + 1)
                return new Difference(_file, LinkTable.NameFor(_table), before.Id + 1, "the link was removed");
            if (PassUnchained(link.First) is { } outside)
                return outside;
            if (Gather(link) is { } missing)
                return missing;
            if (Compare(before, link) is { } difference)
                return difference;
            before = link;
            Last = link.Last;
        }
        return SettleAtEnd() ?? PassTail(before) ?? _checkpoints.Left(before.Last);
    }

    public void Dispose()
    {
        _links.Dispose();
        _rows.Dispose();
    }

    // Rows before the chain began, or from a time when it was off: the link after them includes the number of its first row in its hash.
    private Difference? PassUnchained(long first)
    {
        for (; _expected < first; Unchained++)
            if (Take() is { } missing)
                return missing;
        return null;
    }

    private Difference? Gather(LinkHead link)
    {
        _batch.Clear();
        _changed = 0;
        while (_expected <= link.Last)
        {
            var start = _batch.Bytes.Length;
            if (_hasRow && _rows.Whole(0) == _expected)
            {
                _rows.AddTo(_batch, _columns);
                if (_changed == 0 && (_rows.IsNull(_columns) || (long)XxHash3.HashToUInt64(_batch.Bytes[start..]) != _rows.Whole(_columns)))
                    _changed = _expected;
                Chained++;
            }
            if (Take() is { } missing)
                return missing;
        }
        _batch.Add(link.First);
        _batch.Add(link.Last);
        _batch.Add(link.Count);
        return null;
    }

    private Difference? Compare(LinkHead before, LinkHead link)
    {
        _batch.Link(before.Hash, _computed);
        var fits = _computed.AsSpan().SequenceEqual(link.Hash);
        if (_suspect is { } suspect)
        {
            if (fits)
                return suspect.Rows(_file, _table);
            _batch.Link(suspect.Computed, _computed);
            return _computed.AsSpan().SequenceEqual(link.Hash)
                ? new Difference(
                    _file, LinkTable.NameFor(_table), suspect.Link.Id, "the link was altered: the next one follows from what it should be")
                : suspect.Rows(_file, _table);
        }
        if (_changed > 0)
            return new Difference(
                _file, _table, _changed, fits ? "the row's digest was altered, though the row was not" : "the row was altered");
        if (fits)
            return _checkpoints.At(link.Last, link.Hash, link.Count);
        _suspect = new Suspect(link, [.. _computed]);
        return null;
    }

    private Difference? SettleAtEnd() => _suspect?.Rows(_file, _table);

    private Difference? PassTail(LinkHead last)
    {
        if (_hasRow && last.Id > 0 && !last.IsStop)
            return new Difference(_file, _table, _rows.Whole(0), "the row was inserted: the chain ends before it");
        for (; _hasRow; Unchained++)
            if (Take() is { } missing)
                return missing;
        return null;
    }

    // Numbers have no gaps.
    private Difference? Take()
    {
        if (!_hasRow || _rows.Whole(0) > _expected)
            return new Difference(_file, _table, _expected, "the row was removed");
        if (_rows.Whole(0) < _expected)
            return new Difference(_file, _table, _rows.Whole(0), "the row was inserted before the first");
        _hasRow = _rows.Next();
        _expected++;
        return null;
    }

    private sealed record Suspect(LinkHead Link, byte[] Computed)
    {
        public Difference Rows(string file, string table) => new(file, table, Link.First, Link.First == Link.Last
            ? "the row was altered, and its digest with it"
            : $"of the rows {Link.First} to {Link.Last} at least one was altered, and its digest with it");
    }
}
