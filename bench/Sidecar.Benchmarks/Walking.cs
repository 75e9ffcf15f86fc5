using System.Globalization;
using Akka.Actor;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Wire;
using Sidecar.Ledger;
using Sidecar.Relay;
using Sidecar.Requests;
using Sidecar.Upstream;

namespace Sidecar.Benchmarks;

/// <summary>A coordinator's whole life: one plain request through all actors to its rows in the ledger, without HTTP, disk and
/// log.</summary>
public class Walking
{
    private const int Requests = 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly Dictionary<string, StringValues> NoHeaders = [];

    private readonly PooledBody _body = new(Bodies.Chat(1024, streamFirst: false), 1024);
    private readonly CountingLedger _ledger = new();
    private RequestEnvelope _envelope;
    private ActorSystem _system = null!;
    private SidecarActors _actors = null!;
    private long _number;

    [Params(1, 20, 1000)]
    public int Backends { get; set; }

    [Params(1, 64)]
    public int InFlight { get; set; }

    [GlobalSetup]
    public async Task Start()
    {
        _envelope = RequestEnvelopeReader.Read(_body.Memory.Span);
        _system = ActorSystems.Create();
        _actors = SidecarActors.Start(_system, new SidecarBlueprint(
            Fleets.Of(Backends), new WalkPolicy(), new CooldownPolicy(), new InstantUpstream(), _ledger, NullLoggerFactory.Instance, 1));
        await _actors.WhenRecovered(Patience);
    }

    [GlobalCleanup]
    public Task Stop() => _system.Terminate();

    [Benchmark(OperationsPerInvoke = Requests, Description = "one request, birth to death")]
    public async Task Walk()
    {
        var before = _ledger.Walks;
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(SendInTurn)));
        await Written(before + Requests);
    }

    // A walk ends with its row, which is written after its client has gone. There is a pause between the questions, because asking without
    // end would cost more than what is measured.
    private async Task Written(long walks)
    {
        while (await LedgerFlush.FlushAsync(_actors.Ledger, Patience))
        {
            if (_ledger.Walks >= walks)
                return;
            await Task.Delay(1);
        }
        throw new TimeoutException("the ledger was not flushed");
    }

    private async Task SendInTurn()
    {
        for (var i = 0; i < Requests / InFlight; i++)
        {
            var answer = new TaskCompletionSource<ProxyAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
            _actors.Gateway.Tell(new RequestProtocol.HandleRequest(NewRequest(), answer), ActorRefs.NoSender);
            var relayed = (Relayed)await answer.Task;
            relayed.Coordinator.Tell(new RequestProtocol.RelayEnded(new RelayReport(RelayOutcome.Completed, default, 1024)),
                ActorRefs.NoSender);
        }
    }

    private ProxyRequest NewRequest()
    {
        var number = Interlocked.Increment(ref _number);
        return new ProxyRequest
        {
            Id = number.ToString("x32", CultureInfo.InvariantCulture),
            Method = "POST",
            Path = "/v1/chat/completions",
            Query = "",
            Headers = NoHeaders,
            Body = _body,
            Envelope = _envelope,
            Model = _envelope.Model,
            HasAuthorization = true,
            ArrivedAt = _system.Scheduler.Now,
            ReadAt = _system.Scheduler.Now,
            RequestNumber = number,
            ClientGone = CancellationToken.None,
        };
    }
}
