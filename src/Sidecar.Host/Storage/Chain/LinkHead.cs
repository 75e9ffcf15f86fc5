namespace Sidecar.Host.Storage.Chain;

/// <summary>A link of a <see cref="BatchChain"/>: it covers the rows from <paramref name="First"/> to <paramref name="Last"/> and,
/// through the previous link, all earlier ones.</summary>
/// <param name="Id">Its number, from 1, without gaps; 0 stands for the start of the chain.</param>
/// <param name="Count">The number of rows covered so far, including deleted ones.</param>
internal sealed record LinkHead(long Id, long First, long Last, long Count, byte[] Hash)
{
    public static LinkHead Start(string chain) => new(0, 1, 0, 0, ChainSeed.Of(chain));

    /// <summary>It covers nothing: chaining was turned off here.</summary>
    public bool IsStop => Id > 0 && Last < First;
}
