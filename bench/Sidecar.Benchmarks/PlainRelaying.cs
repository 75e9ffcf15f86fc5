using BenchmarkDotNet.Attributes;
using Sidecar.Domain.Attempts;
using Sidecar.Relay;

namespace Sidecar.Benchmarks;

/// <summary>Relays a JSON body from memory to nowhere, and reads its usage on the way.</summary>
public class PlainRelaying
{
    private const int Peeked = 4 * 1024;

    private readonly NullClient _client = new();
    private readonly RelaySettings _settings = new(TimeSpan.FromSeconds(60), TimeSpan.Zero, TimeProvider.System);
    [Params(1, 1024)]
    public int Kb { get; set; }

    private MemoryStream Rest { get; set; } = null!;

    private InMemoryAnswer Answer { get; set; } = null!;

    [GlobalSetup]
    public void Prepare()
    {
        var body = Bodies.Completion(Kb * 1024);
        var peeked = Math.Min(Peeked, body.Length);
        Rest = new MemoryStream(body, peeked, body.Length - peeked, writable: false);
        Answer = new InMemoryAnswer(false, body.AsMemory(0, peeked), Rest);
    }

    [Benchmark(Description = "one body")]
    public async Task Relay()
    {
        Rest.Position = 0;
        var report = await PlainRelay.RunAsync(Answer, _client, _settings, CancellationToken.None);
        if (report.Outcome != RelayOutcome.Completed || report.Usage.Total != 200)
            throw new InvalidOperationException($"{report.Outcome}, {report.Usage.Total} tokens");
    }
}
