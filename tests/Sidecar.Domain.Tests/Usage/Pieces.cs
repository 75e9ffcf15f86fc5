using CsCheck;

namespace Sidecar.Domain.Tests.Usage;

/// <summary>Ways to cut bytes into pieces, as a network might.</summary>
internal static class Pieces
{
    /// <summary>Every way to cut the bytes in two.</summary>
    public static IEnumerable<int[]> EveryCut(byte[] bytes) => Enumerable.Range(0, bytes.Length + 1).Select(at => new[] { at });

    /// <summary>Cuts in random places and often, with empty pieces among the results.</summary>
    public static Gen<int[]> RandomCuts(byte[] bytes) => Gen.Int[0, bytes.Length].Array[0, 40].Select(cuts => cuts.Order().ToArray());

    public static IEnumerable<int[]> SingleBytes(byte[] bytes) => [[.. Enumerable.Range(1, Math.Max(0, bytes.Length - 1))]];

    public static IEnumerable<ReadOnlyMemory<byte>> Cut(byte[] bytes, int[] cuts)
    {
        var from = 0;
        foreach (var at in cuts.Append(bytes.Length))
        {
            yield return bytes.AsMemory(from, at - from);
            from = at;
        }
    }
}
