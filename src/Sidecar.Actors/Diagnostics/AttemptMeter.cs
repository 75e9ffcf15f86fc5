using System.Diagnostics;
using System.Diagnostics.Metrics;
using Sidecar.Domain.Backends;
using Sidecar.Ledger;
using static Sidecar.Diagnostics.TelemetryNames;

namespace Sidecar.Diagnostics;

/// <summary>Measures finished attempts, from the row that the ledger gets anyway. Without listeners it costs only a few reads.</summary>
public sealed class AttemptMeter
{
    private readonly ModelLabels _models;
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstChunk;
    private readonly Histogram<double> _perChunk;
    private readonly Histogram<long> _tokens;
    private readonly Counter<long> _cut;

    internal AttemptMeter(Meter meter, ModelLabels models)
    {
        _models = models;
        _attempts = meter.CreateCounter<long>(Metrics.Attempts, "{attempt}", "Attempts sent to backends, by result.");
        _duration = meter.CreateHistogram(
            Metrics.OperationDuration, "s", "Duration of an attempt, from sending it to the end of its body.", null, Buckets.ClientSeconds);
        _firstChunk = meter.CreateHistogram(
            Metrics.TimeToFirstChunk, "s", "Time from sending an attempt to the first event of its stream.", null, Buckets.ClientSeconds);
        _perChunk = meter.CreateHistogram(
            Metrics.TimePerOutputChunk, "s", "Time between two chunks of a stream.", null, Buckets.ClientSeconds);
        _tokens = meter.CreateHistogram(
            Metrics.TokenUsage, "{token}", "Tokens that an upstream reported for an attempt.", null, Buckets.Tokens);
        _cut = meter.CreateCounter<long>(
            Metrics.AttemptsCut, "{attempt}", "Attempts cut off when their slice of the deadline was over.");
    }

    /// <param name="path">The client's path.</param>
    /// <param name="backend">The backend.</param>
    /// <param name="row">The attempt's row.</param>
    public void Ended(string path, Backend backend, AttemptRow row)
    {
        if (!_attempts.Enabled && !_duration.Enabled && !_tokens.Enabled && !_firstChunk.Enabled)
            return;
        if (row is { ErrorClass: null, Status: >= 200 and < 300 })
            _models.Prove(row.Model);
        var counted =
            new TagList { { Attributes.Backend, backend.Id }, { Attributes.Pool, backend.Pool }, { Attributes.Phase, row.Phase } };
        if (row.ErrorClass is { } error)
            counted.Add(Attributes.ErrorType, error);
        _attempts.Add(1, counted);
        if (GenAiOperations.Of(path) is { } operation)
            Measure(TagsOf(operation, backend, row.Model), row);
    }

    /// <summary>The slice of the deadline that the attempt had is over, and the walk goes on without it.</summary>
    public void Cut(Backend backend)
    {
        if (_cut.Enabled)
            _cut.Add(1, new TagList { { Attributes.Backend, backend.Id }, { Attributes.Pool, backend.Pool } });
    }

    /// <summary>Measures the chunks of a stream that is about to begin; null if nobody listens.</summary>
    public ChunkTimer? TimeChunks(string path, Backend backend, string model, TimeProvider time) =>
        _perChunk.Enabled && GenAiOperations.Of(path) is { } operation ? new ChunkTimer(_perChunk, TagsOf(operation, backend, model), time)
            : null;

    private void Measure(TagList tags, AttemptRow row)
    {
        if (row is { Streamed: true, FirstTokenMs: { } firstToken })
            _firstChunk.Record(firstToken / 1000, tags);
        // Unknown is not zero: a number that the upstream did not report is not measured.
        if (row.PromptTokens is { } input)
            _tokens.Record(input, With(tags, Attributes.TokenType, Values.InputTokens));
        if (row.CompletionTokens is { } output)
            _tokens.Record(output, With(tags, Attributes.TokenType, Values.OutputTokens));
        if (row.ErrorClass is { } error)
            tags.Add(Attributes.ErrorType, error);
        _duration.Record(row.LatencyMs / 1000, tags);
    }

    // At most eight tags: TagList needs an array for more, and so does the SDK's lookup.
    private TagList TagsOf(string operation, Backend backend, string model) => new()
    {
        { Attributes.OperationName, operation },
        { Attributes.ProviderName, BackendLabels.Of(backend).Provider },
        { Attributes.RequestModel, _models.Of(model) },
        { Attributes.Backend, backend.Id },
    };

    private static TagList With(TagList tags, string name, string value)
    {
        tags.Add(name, value);
        return tags;
    }
}
