using Akka.Actor;
using Akka.Streams;
using BenchmarkDotNet.Attributes;
using Sidecar.Domain.Attempts;
using Sidecar.Relay;

namespace Sidecar.Benchmarks;

/// <summary>Relays a stream from memory to nowhere: what materialising it costs, and what each event of a short and of a long stream
/// costs.</summary>
public class StreamRelaying
{
    private const int Short = 100;
    private const int Long = 10_000;

    private readonly NullClient _client = new();
    private readonly RelaySettings _settings = new(TimeSpan.FromSeconds(60), TimeSpan.Zero, TimeProvider.System);
    private ActorSystem _system = null!;
    private IMaterializer _materializer = null!;
    private Played _one = null!;
    private Played _short = null!;
    private Played _long = null!;

    [Params("at once", "later")]
    public string Events { get; set; } = "";

    [GlobalSetup]
    public void Start()
    {
        _system = ActorSystems.Create();
        _materializer = _system.Materializer();
        (_one, _short, _long) = (new Played(1, Events == "later"), new Played(Short, Events == "later"),
            new Played(Long, Events == "later"));
    }

    [GlobalCleanup]
    public Task Stop() => _system.Terminate();

    [Benchmark(Description = "whole stream of 1 event")]
    public Task One() => Relay(_one);

    [Benchmark(OperationsPerInvoke = Short, Description = "one event of 100")]
    public Task OfShort() => Relay(_short);

    [Benchmark(OperationsPerInvoke = Long, Description = "one event of 10,000")]
    public Task OfLong() => Relay(_long);

    private async Task Relay(Played stream)
    {
        stream.Body.Rewind();
        var report = await SseRelay.RunAsync(stream.Answer, _client, _settings, _materializer, CancellationToken.None);
        if (report.Outcome != RelayOutcome.Completed || report.Bytes != stream.Bytes)
            throw new InvalidOperationException($"{report.Outcome} after {report.Bytes} of {stream.Bytes} bytes");
    }

    private sealed class Played
    {
        public Played(int count, bool isLater)
        {
            var events = EventStreams.Of(count);
            (Body, Bytes) = (new EventBody(events, isLater), events.Sum(e => (long)e.Length));
            Answer = new InMemoryAnswer(true, events[0], Body);
        }

        public EventBody Body { get; }

        public InMemoryAnswer Answer { get; }

        public long Bytes { get; }
    }
}
