using System.Diagnostics;

namespace Sidecar.Domain.Tests.Fuzz;

/// <summary>A fuzz run finds what it is there to find.</summary>
[Collection(FuzzRun.Alone)]
public sealed class FuzzRunTests
{
    private static readonly byte[][] Corpus = ["""{"model":"m"}"""u8.ToArray()];

    [Fact]
    public void a_reader_that_throws_is_found_with_its_input() =>
        Assert.StartsWith("throwing, input ", Fault("throwing", bytes => ArgumentOutOfRangeException.ThrowIfEqual(bytes.Length % 5, 1)),
            StringComparison.Ordinal);

    [Fact]
    public void a_reader_that_takes_long_is_found() => Assert.Contains(" took 00:00:00.1", Fault("slow", bytes =>
    {
        var began = Stopwatch.GetTimestamp();
        while (bytes.Length % 5 == 1 && Stopwatch.GetElapsedTime(began) < TimeSpan.FromMilliseconds(110))
            continue;
    }), StringComparison.Ordinal);

    [Fact]
    public void a_reader_that_takes_too_much_memory_is_found() =>
        Assert.Contains(" bytes: ", Fault("greedy", bytes => GC.KeepAlive(new byte[bytes.Length % 5 == 1 ? 1 << 20 : 1])),
            StringComparison.Ordinal);

    [Fact]
    public void a_reader_that_keeps_what_it_read_is_found()
    {
        var kept = new List<byte[]>();
        Assert.Contains("keeps ", Fault("keeping", _ => kept.Add(new byte[64 * 1024])), StringComparison.Ordinal);
    }

    private static string Fault(string reader, Action<byte[]> read) =>
        Assert.ThrowsAny<Exception>(() => new FuzzRun(reader) { Inputs = 1_000 }.On(Corpus, read)).Message;
}
