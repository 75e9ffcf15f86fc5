using System.IO.Hashing;
using System.Security.Cryptography;

namespace Sidecar.Host.Storage.Chain;

/// <summary>A hash chain with a link for each batch of rows instead of each row: hashing row by row costs more than twice as much
/// (docs/performance.md).</summary>
/// <remarks>The link proves that nothing in the batch was changed. Each row's digest, which is neither secret nor a proof, tells which
/// row was changed.</remarks>
internal sealed class BatchChain(LinkHead head) : IDisposable
{
    // Large enough that the number of calls does not matter, small enough to stay in the processor's cache.
    private const int GatheredBytes = 16_384;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _rows;
    private int _rowStart;

    /// <summary>Receives the values of the row that is being written.</summary>
    public CanonicalRow Row { get; } = new();

    /// <summary>The last link.</summary>
    public LinkHead Head { get; private set; } = head;

    /// <summary>The number of rows that no link covers yet.</summary>
    public long Open => _rows;

    /// <summary>Ends the row and returns its digest (XXH3, 64 bits).</summary>
    public long CloseRow()
    {
        if (_rows++ == 0)
            _hash.AppendData(Head.Hash);
        var bytes = Row.Bytes;
        var digest = (long)XxHash3.HashToUInt64(bytes[_rowStart..]);
        _rowStart = bytes.Length;
        if (bytes.Length >= GatheredBytes)
            Pour();
        return digest;
    }

    /// <summary>Links the rows since the last link, of which there must be at least one; <paramref name="last"/> is the number of the
    /// last row.</summary>
    public LinkHead CloseBatch(long last)
    {
        var (first, count) = (last - _rows + 1, Head.Count + _rows);
        Row.Add(first);
        Row.Add(last);
        Row.Add(count);
        Pour();
        Head = new LinkHead(Head.Id + 1, first, last, count, _hash.GetHashAndReset());
        _rows = 0;
        return Head;
    }

    /// <summary>An empty link, which says that the rows after <paramref name="last"/> are not chained.</summary>
    public LinkHead Stop(long last)
    {
        _hash.AppendData(Head.Hash);
        return CloseBatch(last);
    }

    public void Dispose() => _hash.Dispose();

    private void Pour()
    {
        _hash.AppendData(Row.Bytes);
        Row.Clear();
        _rowStart = 0;
    }
}
