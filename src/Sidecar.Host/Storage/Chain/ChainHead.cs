namespace Sidecar.Host.Storage.Chain;

/// <summary>The end of a chain.</summary>
/// <param name="Row">Its last row; 0 if there is none.</param>
/// <param name="Hash">The link of that row, else the chain's seed.</param>
/// <param name="Count">The number of rows in the chain so far, including deleted ones.</param>
internal sealed record ChainHead(long Row, byte[] Hash, long Count)
{
    public static ChainHead Start(string chain) => new(0, ChainSeed.Of(chain), 0);
}
