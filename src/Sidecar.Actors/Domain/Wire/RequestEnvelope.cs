namespace Sidecar.Domain.Wire;

/// <summary>What the proxy needs to know about a request body, read from its top level without building a document.</summary>
/// <param name="Model">The top-level <c>model</c> string, unescaped; <see cref="UnknownModel"/> if there is none.</param>
/// <param name="Stream">The top-level <c>stream</c> is true.</param>
/// <param name="IsObject">The body is a JSON object that could be read to its end.</param>
/// <param name="ModelStart">Byte offset of the model's value, including its opening quote; -1 if there is none.</param>
/// <param name="ModelLength">Length of the model's value in bytes, including both quotes.</param>
/// <param name="IncludesUsage">The client asked for <c>stream_options.include_usage</c> itself.</param>
/// <param name="StreamOptionsStart">Byte offset just after the opening brace of <c>stream_options</c>; -1 if there is none.</param>
/// <param name="MaxTokens">The largest of <c>max_tokens</c>, <c>max_completion_tokens</c>, <c>max_output_tokens</c>; null if none is
/// given.</param>
/// <param name="UsageValueStart">Byte offset of a <c>false</c> or <c>null</c> in the place where usage is requested: the value of
/// <c>include_usage</c>, or of <c>stream_options</c> itself while <paramref name="StreamOptionsStart"/> is -1; -1 if there is
/// none.</param>
/// <param name="UsageValueLength">Length of that value in bytes.</param>
/// <param name="HasOddStreamOptions"><c>stream_options</c> or its <c>include_usage</c> has a type that no API defines; the upstream may
/// complain about it.</param>
/// <param name="HasLongModel">The model's name is longer than <see cref="LongestModel"/> and was not kept.</param>
/// <param name="NamesModelsTwice">There is a second <c>model</c> in any case, or <c>models</c>: which of them an upstream uses cannot be
/// known.</param>
public readonly record struct RequestEnvelope(
    string Model,
    bool Stream,
    bool IsObject,
    int ModelStart,
    int ModelLength,
    bool IncludesUsage,
    int StreamOptionsStart,
    long? MaxTokens,
    int UsageValueStart = -1,
    int UsageValueLength = 0,
    bool HasOddStreamOptions = false,
    bool HasLongModel = false,
    bool NamesModelsTwice = false)
{
    public const string UnknownModel = "unknown";

    /// <summary>The most characters in a model's name, which appears in the journal, the ledger, logs, metrics and answers.</summary>
    public const int LongestModel = 256;

    /// <summary>The body is a form: its model is a field's text, without quotes or escapes.</summary>
    public bool IsForm { get; init; }

    /// <summary>The envelope of a body that is empty, not JSON, or not an object.</summary>
    public static readonly RequestEnvelope Opaque = new(UnknownModel, false, false, -1, 0, false, -1, null);
}
