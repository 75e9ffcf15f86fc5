namespace Sidecar.Host.Storage.Chain;

/// <summary>A link of a <see cref="BatchChain"/>: it covers the rows from <paramref name="First"/> to <paramref name="Last"/> and, by the
/// link before, all earlier ones.</summary>
/// <param name="Id">Its number, from 1 and without gaps; 0 stands for the start of the chain.</param>
/// <param name="Count">Rows covered so far, deleted ones included.</param>
internal sealed record LinkHead(long Id, long First, long Last, long Count, byte[] Hash)
{
    public static LinkHead Start(string chain) => new(0, 1, 0, 0, ChainSeed.Of(chain));

    /// <summary>It covers nothing: whoever wrote it stopped chaining.</summary>
    public bool IsStop => Id > 0 && Last < First;
}
