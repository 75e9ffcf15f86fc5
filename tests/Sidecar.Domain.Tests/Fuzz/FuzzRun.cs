using System.Diagnostics;
using System.Globalization;

namespace Sidecar.Domain.Tests.Fuzz;

/// <summary>Gives damaged inputs to one reader and holds it to three promises: nothing is thrown, no input takes a tenth of a second, and
/// nothing grows.</summary>
/// <remarks>
/// SIDECAR_FUZZ says how many inputs, SIDECAR_FUZZ_SECONDS for how long instead, SIDECAR_FUZZ_SEED which ones, SIDECAR_FUZZ_REPORT where a
/// line about it goes. <c>./fuzz</c> sets them.
/// </remarks>
internal sealed class FuzzRun(string reader)
{
    public const string Alone = "fuzz";

    private const int DefaultSeed = 20261128;

    // What is compiled, pooled or cached once is no growth.
    private const int WarmUp = 5_000;

    // Far more than noise, and far less than a byte kept of each input of a short run.
    private const long MostKept = 16L * 1024 * 1024;

    private const int Often = 5;
    private const int MoreOften = 30;

    private static readonly TimeSpan TooLong = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Noticeable = TimeSpan.FromMilliseconds(2);

    private readonly FuzzReport _report = new(reader);

    public static int Seed { get; } = (int)(OfEnvironment("SIDECAR_FUZZ_SEED") ?? DefaultSeed);

    /// <summary>How many inputs; many more than any run has where a time is set.</summary>
    public long Inputs { get; init; } = OfEnvironment("SIDECAR_FUZZ") ?? (OfEnvironment("SIDECAR_FUZZ_SECONDS") is null ? 40_000
        : long.MaxValue);

    /// <summary>Allocated bytes that one input may cost at most, by its length.</summary>
    public Func<int, long> MostAllocated { get; init; } = length => (128L * length) + (256 * 1024);

    private TimeSpan Time { get; } = OfEnvironment("SIDECAR_FUZZ_SECONDS") is { } seconds ? TimeSpan.FromSeconds(seconds)
        : TimeSpan.MaxValue;

    public static long? OfEnvironment(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    public void On(IReadOnlyList<byte[]> corpus, Action<byte[]> read)
    {
        foreach (var bytes in corpus)
            read(bytes);
        var mutation = new Mutation(corpus, Seed);
        var began = Stopwatch.GetTimestamp();
        long? held = null;
        using var watch = new HangWatch(reader);
        for (long i = 0; i < Inputs && Stopwatch.GetElapsedTime(began) < Time; i++)
        {
            // A slow reader in a short run is warm after half of the time.
            if (i >= Math.Min(WarmUp, Inputs / 2) || Stopwatch.GetElapsedTime(began) >= Time / 2)
                held ??= GC.GetTotalMemory(forceFullCollection: true);
            var bytes = mutation.Next();
            watch.Begin(bytes);
            Try(i, bytes, read);
            watch.End();
            if (_report.Count % 1_000_000 == 0)
                _report.Write(GC.GetTotalMemory(forceFullCollection: true) - (held ?? 0));
        }
        var after = GC.GetTotalMemory(forceFullCollection: true);
        var kept = after - (held ?? after);
        _report.Write(kept);
        Assert.True(kept < MostKept, $"{reader} keeps {kept} bytes after {_report.Count} inputs");
    }

    private void Try(long number, byte[] bytes, Action<byte[]> read)
    {
        var (began, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        try
        {
            read(bytes);
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"{reader}, input {number}: {Convert.ToBase64String(bytes)}", fault);
        }
        var (took, used) = (Stopwatch.GetElapsedTime(began), GC.GetAllocatedBytesForCurrentThread() - allocated);
        Assert.True(used < MostAllocated(bytes.Length), $"{reader}, input {number} took {used} bytes: {Convert.ToBase64String(bytes)}");
        // Once may be the machine's fault.
        if (took >= Noticeable && Again(read, bytes) is var again && again < took)
            took = again;
        Assert.True(took < TooLong, $"{reader}, input {number} took {took}: {Convert.ToBase64String(bytes)}");
        _report.Add(bytes.Length, took, used);
    }

    /// <summary>The shortest time of five; of more where all were long, for a busy machine makes a reader wait that changes
    /// threads.</summary>
    private static TimeSpan Again(Action<byte[]> read, byte[] bytes)
    {
        var shortest = TimeSpan.MaxValue;
        for (var times = 0; times < Often || (shortest >= TooLong && times < MoreOften); times++)
        {
            var began = Stopwatch.GetTimestamp();
            read(bytes);
            var took = Stopwatch.GetElapsedTime(began);
            shortest = took < shortest ? took : shortest;
        }
        return shortest;
    }
}
