namespace Sidecar.Host.Storage.Chain;

/// <summary>Writes a chain: each row's link is the hash of the previous link and the row.</summary>
internal sealed class RowChain(ChainHead head)
{
    private readonly byte[] _link = [.. head.Hash];

    /// <summary>The row to be linked next.</summary>
    public CanonicalRow Row { get; } = new();

    public long LastRow { get; private set; } = head.Row;

    public long Count { get; private set; } = head.Count;

    public ChainHead Head => new(LastRow, [.. _link], Count);

    /// <summary>Links the row and begins another. The link is valid until the next one.</summary>
    public ReadOnlySpan<byte> Close(long row)
    {
        Row.Link(_link, _link);
        Row.Clear();
        (LastRow, Count) = (row, Count + 1);
        return _link;
    }
}
