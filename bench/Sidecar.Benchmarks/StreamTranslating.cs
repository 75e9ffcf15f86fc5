using System.Buffers;
using Akka.Actor;
using Akka.Streams;
using BenchmarkDotNet.Attributes;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Translation;
using Sidecar.Domain.Usage;
using Sidecar.Relay;
using Sidecar.Upstream;

namespace Sidecar.Benchmarks;

/// <summary>One event of a chat stream as it is and as another dialect's: what happens to its bytes (usage, judgement, whole events,
/// translation), and the whole relay from memory to nobody.</summary>
public class StreamTranslating
{
    private const int Events = 10_000;

    private static readonly AnswerFacts Facts = new("req-0123456789abcdef", Bodies.Model, ShowsReasoning: true);

    private readonly NullClient _client = new();
    private readonly RelaySettings _settings = new(TimeSpan.FromSeconds(60), TimeSpan.Zero, TimeProvider.System);
    private readonly ArrayBufferWriter<byte> _output = new(1024 * 1024);
    private byte[][] _events = [];
    private ActorSystem _system = null!;
    private IMaterializer _materializer = null!;

    [Params("none", "messages-to-chat", "responses-to-chat")]
    public string How { get; set; } = "";

    /// <summary>Whether chunks differ in more than their text, so that each is parsed.</summary>
    [Params("alike", "each different")]
    public string Chunks { get; set; } = "";

    [GlobalSetup]
    public void Start()
    {
        _events = EventStreams.Of(Events, areAlike: Chunks == "alike");
        _system = ActorSystems.Create();
        _materializer = _system.Materializer();
    }

    [GlobalCleanup]
    public Task Stop() => _system.Terminate();

    [Benchmark(OperationsPerInvoke = Events, Description = "one event's bytes")]
    public long Bytes()
    {
        using var rewriter = Rewriter();
        using var tap = new StreamTap(hidesUsageEvent: rewriter is null, rewriter: rewriter);
        foreach (var bytes in _events)
        {
            tap.Pass(bytes, _output);
            _output.ResetWrittenCount();
        }
        return tap.IsLost ? throw new InvalidOperationException("lost") : tap.Events;
    }

    [Benchmark(OperationsPerInvoke = Events, Description = "one event's relay")]
    public async Task Relay()
    {
        await using var body = new EventBody(_events, isLater: true);
        body.Rewind();
        var answer = new InMemoryAnswer(true, _events[0], body)
        {
            Rewritten = Rewriter() is { } rewriter ? new TranslatedBody(Translation, rewriter) : null,
        };
        var report = await SseRelay.RunAsync(answer, _client, _settings, _materializer, CancellationToken.None);
        if (report.Outcome != RelayOutcome.Completed || report.Usage.Total != 200)
            throw new InvalidOperationException($"{report.Outcome}, {report.Usage.Total} tokens");
    }

    private Translations Translation => TranslationNames.TryFind(How, out var how) ? how : Translations.None;

    private IEventRewriter? Rewriter() => Translation == Translations.None ? null : AnswerTranslation.Events(Translation, Facts);
}
