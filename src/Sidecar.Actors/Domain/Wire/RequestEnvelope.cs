namespace Sidecar.Domain.Wire;

/// <summary>What the proxy needs to know of a request body, read from its top level without building a document.</summary>
/// <param name="Model">The top-level <c>model</c> string, unescaped; <see cref="UnknownModel"/> when there is none.</param>
/// <param name="Stream">The top-level <c>stream</c> is true.</param>
/// <param name="IsObject">The body is a JSON object that could be read to its end.</param>
/// <param name="ModelStart">Byte offset of the model's value, its opening quote included; -1 when there is none.</param>
/// <param name="ModelLength">Bytes of the model's value, both quotes included.</param>
/// <param name="IncludesUsage">The client asked for <c>stream_options.include_usage</c> itself.</param>
/// <param name="StreamOptionsStart">Byte offset just after the opening brace of <c>stream_options</c>; -1 when there is none.</param>
/// <param name="MaxTokens">The largest of <c>max_tokens</c>, <c>max_completion_tokens</c>, <c>max_output_tokens</c>; null when none is
/// given.</param>
/// <param name="UsageValueStart">Byte offset of a <c>false</c> or <c>null</c> that stands where usage is asked for: the value of
/// <c>include_usage</c>, or of <c>stream_options</c> itself while <paramref name="StreamOptionsStart"/> is -1; -1 when there is
/// none.</param>
/// <param name="UsageValueLength">Bytes of that value.</param>
/// <param name="HasOddStreamOptions"><c>stream_options</c> or its <c>include_usage</c> is of a type that no API defines; the upstream is
/// left to say so.</param>
/// <param name="HasLongModel">Its name is longer than <see cref="LongestModel"/>, and was not kept.</param>
/// <param name="NamesModelsTwice">A second <c>model</c> in whatever case, or <c>models</c>: which of them an upstream takes is its own
/// affair.</param>
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

    /// <summary>Characters of a model's name: it stands in journal, ledger, log, metrics and answers.</summary>
    public const int LongestModel = 256;

    /// <summary>The body is a form: its model is a field's text, without quotes or escapes.</summary>
    public bool IsForm { get; init; }

    /// <summary>The envelope of a body that is empty, not JSON, or not an object.</summary>
    public static readonly RequestEnvelope Opaque = new(UnknownModel, false, false, -1, 0, false, -1, null);
}
