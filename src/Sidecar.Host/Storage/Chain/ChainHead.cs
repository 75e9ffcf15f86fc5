namespace Sidecar.Host.Storage.Chain;

/// <summary>How far a chain reaches.</summary>
/// <param name="Row">Its last row; 0 when there is none.</param>
/// <param name="Hash">The link of that row, else the chain's seed.</param>
/// <param name="Count">Rows in the chain so far, deleted ones included.</param>
internal sealed record ChainHead(long Row, byte[] Hash, long Count)
{
    public static ChainHead Start(string chain) => new(0, ChainSeed.Of(chain), 0);
}
