using System.Diagnostics;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Walk;
using Sidecar.Ledger;
using static Sidecar.Diagnostics.TelemetryNames;

namespace Sidecar.Diagnostics;

/// <summary>The spans of one request: its own, and within it one attempt or wait at a time. Not thread-safe: used only by the current
/// holder of the request.</summary>
/// <remarks>No prompt, body, query or header, other than the trace headers themselves, ever reaches a span.</remarks>
public sealed class WalkTrace
{
    private const int LongestModel = 128;

    private readonly Activity _request;
    private readonly string _id;
    private Activity? _step;

    private WalkTrace(Activity request, string id) => (_request, _id) = (request, id);

    /// <summary>The request was handed over: its new holder ends the trace.</summary>
    public bool IsHandedOver { get; private set; }

    /// <summary>The span that an upstream sees as its parent.</summary>
    public Activity Current => _step ?? _request;

    /// <summary>Whether anyone listens.</summary>
    public static bool IsWanted => Spans.AreHeard;

    /// <summary>Null if nobody listens, or a sampler rejects it: the client's own headers are then passed on unchanged.</summary>
    public static WalkTrace? Begin(string id, string method, string path, string? traceParent, string? traceState, DateTimeOffset at)
    {
        if (!Spans.AreHeard)
            return null;
        _ = ActivityContext.TryParse(traceParent, string.IsNullOrEmpty(traceState) ? null : traceState, isRemote: true, out var parent);
        var (verb, route) = (HttpLabels.MethodOf(method), HttpLabels.RouteOf(path));
        if (Spans.Start($"{verb} {route}", ActivityKind.Server, parent, at) is not { } span)
            return null;
        span.SetTag(Attributes.HttpMethod, verb).SetTag(Attributes.HttpRoute, route).SetTag(Attributes.RequestId, id);
        return new WalkTrace(span, id);
    }

    public void HandOver() => IsHandedOver = true;

    public void BeginAttempt(string path, string model, bool isStream, Backend backend, int number, RequestPhase phase, DateTimeOffset at)
    {
        var operation = GenAiOperations.Of(path);
        _step = Spans.Start(
            operation is null ? HttpLabels.RouteOf(path) : $"{operation} {Shortened(model)}", ActivityKind.Client, _request.Context, at);
        if (_step is not { IsAllDataRequested: true } span)
            return;
        var labels = BackendLabels.Of(backend);
        if (operation is not null)
            span.SetTag(Attributes.OperationName, operation)
                .SetTag(Attributes.ProviderName, labels.Provider)
                .SetTag(Attributes.RequestModel, Shortened(model))
                .SetTag(Attributes.RequestStream, isStream);
        span.SetTag(Attributes.ServerAddress, labels.Host)
            .SetTag(Attributes.ServerPort, labels.Port)
            .SetTag(Attributes.RequestId, _id)
            .SetTag(Attributes.Backend, backend.Id)
            .SetTag(Attributes.Pool, backend.Pool)
            .SetTag(Attributes.Phase, phase.ToWire())
            .SetTag(Attributes.Attempt, number);
    }

    /// <param name="model">The model that the upstream named; null if none.</param>
    public void Answered(string? model)
    {
        if (model is not null)
            _step?.SetTag(Attributes.ResponseModel, Shortened(model));
    }

    public void EndAttempt(AttemptRow row)
    {
        if (_step is { IsAllDataRequested: true } span)
            Tell(span, row);
        EndStep(row.At);
    }

    public void BeginWait(DateTimeOffset at) => _step = Spans.Start(SpanNames.QueueWait, ActivityKind.Internal, _request.Context, at);

    /// <param name="outcome">One of <see cref="WaitOutcomes"/>.</param>
    /// <param name="at">When it ended.</param>
    public void EndWait(string outcome, DateTimeOffset at)
    {
        _step?.SetTag(Attributes.Outcome, outcome);
        EndStep(at);
    }

    /// <param name="phase">The phase in which it ended; null if there was no walk.</param>
    /// <param name="attempts">The number of attempts sent.</param>
    /// <param name="status">The status that the client got; 0 if it hung up.</param>
    /// <param name="outcome">A refusal's code, or the outcome of the relay.</param>
    /// <param name="at">When it ended.</param>
    public void End(RequestPhase? phase, int attempts, int status, string outcome, DateTimeOffset at)
    {
        // After a fault a step may still be open.
        EndStep(at);
        if (status > 0)
            _request.SetTag(Attributes.HttpStatus, status);
        if (phase is { } where)
            _request.SetTag(Attributes.Phase, where.ToWire()).SetTag(Attributes.AttemptCount, attempts);
        _request.SetTag(Attributes.Outcome, outcome);
        if (status >= 500)
            _request.SetTag(Attributes.ErrorType, outcome).SetStatus(ActivityStatusCode.Error);
        Spans.Stop(_request, at);
    }

    private static void Tell(Activity span, AttemptRow row)
    {
        if (row.Status is { } status)
            span.SetTag(Attributes.HttpStatus, status);
        if (row is { Streamed: true, FirstTokenMs: { } firstToken })
            span.SetTag(Attributes.ResponseTimeToFirstChunk, firstToken / 1000);
        Tell(span, Attributes.UsageInput, row.PromptTokens);
        Tell(span, Attributes.UsageOutput, row.CompletionTokens);
        Tell(span, Attributes.UsageCacheRead, row.CachedTokens);
        Tell(span, Attributes.UsageReasoning, row.ReasoningTokens);
        if (row.ErrorClass is { } error)
            span.SetTag(Attributes.ErrorType, error).SetStatus(ActivityStatusCode.Error);
    }

    private static void Tell(Activity span, string name, long? tokens)
    {
        if (tokens is { } known)
            span.SetTag(name, known);
    }

    private void EndStep(DateTimeOffset at)
    {
        if (_step is not { } span)
            return;
        _step = null;
        Spans.Stop(span, at);
    }

    private static string Shortened(string model) => model.Length <= LongestModel ? model : model[..LongestModel];
}
