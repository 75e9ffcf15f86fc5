using Akka.Actor;
using Microsoft.Extensions.Logging.Abstractions;
using Sidecar.Dispatching;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Ledger;

namespace Sidecar.LedgerCost;

/// <summary>Runs requests through a ledger as fast as it accepts them.</summary>
internal static class Measurement
{
    private const int Step = 1_000;
    private static readonly ActorSystem System = ActorSystem.Create("cost", $"""
        akka.loglevel = WARNING
        {InlineDispatcher.Path}.type = "{typeof(InlineDispatcherConfigurator).AssemblyQualifiedName}"
        """);
    private static byte[]? _garbage;

    /// <summary>Bytes per request in the last ledger, indexes and chain included.</summary>
    public static double BytesOnDisk { get; private set; }

    /// <summary>Whether the file's rows are chained.</summary>
    public static bool IsChained { get; set; } = true;

    public static async Task WarmUpAsync(int ballast)
    {
        for (var i = 0; i < 3; i++)
        {
            FactsAlone(20_000, ballast);
            await LedgerAsync(20_000, ballast, isKept: false);
            await LedgerAsync(20_000, ballast, isKept: true);
        }
    }

    public static Cost FactsAlone(int requests, int ballast) => Measure(requests, () =>
    {
        for (var i = 0; i < requests; i++)
        {
            _garbage = new byte[ballast];
            GC.KeepAlive(SampleRequest.Facts(SampleRequest.NewId(i), i));
        }
        return Task.CompletedTask;
    }).Result;

    public static async Task<Cost> LedgerAsync(int requests, int ballast, bool isKept)
    {
        var directory = Directory.CreateTempSubdirectory("ledger-cost").FullName;
        ILedgerStore store = isKept ? new SqliteLedgerStore(SqliteFiles.Prepare(directory).Ledger,
            new LedgerRetention { Chain = IsChained }) : new DiscardingStore();
        await store.InitializeAsync(default);
        var ledger = System.ActorOf(Props.Create(() => new LedgerActor(store, new LedgerGauge(), NullLogger<LedgerActor>.Instance))
            .WithDispatcher(InlineDispatcher.Path));
        var cost = await Measure(requests, async () =>
        {
            for (var i = 0; i < requests; i++)
            {
                _garbage = new byte[ballast];
                var id = SampleRequest.NewId(i);
                Tell(ledger, id, i);
                if (i % Step == 0)
                    await RoomAsync(ledger);
            }
            await ledger.Ask(LedgerProtocol.Flush.Instance);
        });
        await ledger.GracefulStop(TimeSpan.FromSeconds(10));
        (store as IDisposable)?.Dispose();
        if (isKept)
            BytesOnDisk = Directory.EnumerateFiles(directory, "ledger*").Sum(file => new FileInfo(file).Length) / (double)requests;
        Directory.Delete(directory, recursive: true);
        return cost;
    }

    private static void Tell(IActorRef ledger, string id, int number)
    {
        var facts = SampleRequest.Facts(id, number);
        InlineRun.Tell(ledger, new LedgerProtocol.RecordWalk(new WalkRow(id, SampleRequest.At(number), 200, facts),
            SampleRequest.Attempt(id, number)));
    }

    // A real ledger lags by less than a second's rows; with an endless queue, the garbage collector would be measured instead.
    private static async Task RoomAsync(IActorRef ledger)
    {
        while ((await ledger.Ask<LedgerProtocol.LedgerStatus>(LedgerProtocol.GetStatus.Instance)).Buffered > 4 * Step)
            await Task.Delay(1);
    }

    private static async Task<Cost> Measure(int requests, Func<Task> work)
    {
        GC.Collect();
        var (cpu, bytes) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));
        await work();
        return new Cost((Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / requests,
            (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)requests);
    }
}
