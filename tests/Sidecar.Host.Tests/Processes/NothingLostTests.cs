using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sidecar.Host.Storage;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;
using Xunit.Abstractions;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Processes;

/// <summary>SIGKILL under load, early and late in a process's life: only rests and rows of the last moments are lost.
/// <c>SIDECAR_KILLS=80</c> kills that many times; the suite does so a few times.</summary>
public sealed class NothingLostTests(ITestOutputHelper output)
{
    private const int Backends = 60;
    private const int Clients = 4;

    // Each model has a backend that refuses it and then rests for a second, and one that serves it: so there are rests without end, each
    // followed by an answer.
    private const string Stormy = "cooldown { base = 1s, multiplier = 1, max = 1s, jitter = 0 }\n";

    // When to kill, in milliseconds after the first answer; a negative number means that long after the order to stop, which comes two
    // seconds into its life.
    private static readonly int[] Phases = [1400, 30, 2500, 300, -100, 700, 100, 4000];
    private const int Stopped = 2_000;

    // What the ledger may hold back. The limits allow for a busy machine; the output line holds the real measurement.
    private static readonly TimeSpan HeldBack = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task a_kill_loses_nothing_but_what_was_answered_in_the_last_moments()
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable("SIDECAR_KILLS"), CultureInfo.InvariantCulture, out var asked) ? asked
            : 4;
        await using var refusing = await FakeUpstream.Start(Reply.RateLimited("1"));
        await using var serving = await FakeUpstream.Start();
        var text = string.Concat(Enumerable.Range(0, Backends).Select(
            i => Backend($"b{i}", refusing, more: $"models = [{{ name = \"m{i}\" }}]"))) + Backend("ok", serving, "fallback") + Calm
            + Stormy;
        var (rests, lostRests, rows, lostRows, oldest, oldestRest) = (0, 0, 0, 0, TimeSpan.Zero, TimeSpan.Zero);
        for (var kill = 0; kill < kills; kill++)
        {
            using var directory = new TemporaryDirectory();
            var (answered, killedAt) = await KillUnderLoad(text, directory.Path, Phases[kill % Phases.Length]);
            var (caused, kept) = Stored(directory.Path);
            var lost = answered.Where(answer => !caused.Contains(answer.Id)).ToList();
            var late = answered.Where(answer => !kept.Contains(answer.Id)).Select(answer => Stopwatch.GetElapsedTime(answer.At, killedAt))
                .ToList();
            (rests, lostRests, rows, lostRows) = (rests + answered.Count, lostRests + lost.Count, rows + answered.Count, lostRows
                + late.Count);
            oldest = late.Append(oldest).Max();
            oldestRest = lost.Select(answer => Stopwatch.GetElapsedTime(answer.At, killedAt)).Append(oldestRest).Max();
            output.WriteLine($"{Phases[kill % Phases.Length],5} ms: {answered.Count,4} answered with a rest, {lost.Count} of them lost; "
                + $"{late.Count} rows not written, the oldest {late.DefaultIfEmpty().Max().TotalMilliseconds:0} ms old");
        }
        output.WriteLine($"{kills} kills: {lostRests} of {rests} rests lost, the oldest {oldestRest.TotalMilliseconds:0} ms old; "
            + $"{lostRows} of {rows} rows, the oldest {oldest.TotalMilliseconds:0} ms old (may be {HeldBack.TotalMilliseconds:0})");

        Assert.True(rests > kills);
        if (kills >= Phases.Length)
            Assert.Equal(0, lostRests);
        // An answer waits 20 ms for the disk and no longer, which on a busy machine is not enough for all of them.
        Assert.InRange(oldestRest, TimeSpan.Zero, Busy);
        Assert.InRange(oldest, TimeSpan.Zero, HeldBack + Busy);
    }

    private static async Task<(List<(string Id, long At)> Answered, long KilledAt)> KillUnderLoad(string text, string directory, int phase)
    {
        var answered = new ConcurrentQueue<(string Id, long At)>();
        using var process = await SidecarProcess.Serve(text, directory);
        using var over = new CancellationTokenSource();
        var next = -1;
        var load = Enumerable.Range(0, Clients).Select(async _ =>
        {
            try
            {
                while (!over.IsCancellationRequested)
                {
                    using var response = await process.Post($$"""{"model":"m{{Interlocked.Increment(ref next) % Backends}}"}""");
                    if (response.Label("attempts") == "2")
                        answered.Enqueue((response.Id(), Stopwatch.GetTimestamp()));
                    await Task.Delay(10);
                }
            }
            catch (HttpRequestException)
            {
                // It was killed.
            }
        }).ToArray();
        while (answered.IsEmpty)
            await Task.Delay(1);
        await Task.Delay(phase < 0 ? Stopped : phase);
        if (phase < 0)
        {
            await process.Terminate();
            await Task.Delay(-phase);
        }
        var killedAt = Stopwatch.GetTimestamp();
        await process.Kill();
        await over.CancelAsync();
        await Task.WhenAll(load).Soon();
        return ([.. answered.Where(answer => answer.At <= killedAt)], killedAt);
    }

    private static (HashSet<string> Caused, HashSet<string> Kept) Stored(string directory)
    {
        var caused = new HashSet<string>(StringComparer.Ordinal);
        foreach (var message in Read(Path.Combine(directory, "journal.db"),
            "SELECT CAST(message AS TEXT) FROM journal WHERE manifest LIKE 'cooldown-%'"))
        {
            using var happened = JsonDocument.Parse(message);
            if (happened.RootElement.TryGetProperty("cause", out var cause) && cause.TryGetProperty("request_id", out var id))
                caused.Add(id.GetString()!);
        }
        return (caused, [.. Read(Path.Combine(directory, "ledger.db"), "SELECT request_id FROM attempts")]);
    }

    private static List<string> Read(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        LedgerViews.Ensure(connection);
        using var command = new SqliteCommand(sql, connection);
        using var rows = command.ExecuteReader();
        var found = new List<string>();
        while (rows.Read())
            found.Add(rows.GetString(0));
        return found;
    }
}
