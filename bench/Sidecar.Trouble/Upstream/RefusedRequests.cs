namespace Sidecar.Trouble.Upstream;

/// <summary>What upstreams answer to requests that they refuse because of their content: in turn OpenRouter's moderation, a context that is
/// too long, and Groq's 429 for a request larger than a minute's limit.</summary>
internal static class RefusedRequests
{
    /// <summary>Contained in such requests, and in no others.</summary>
    public const string Word = "REFUSE-ME";

    private static readonly (int Status, string Body)[] Answers =
    [
        (403, """{"error":{"message":"Your chosen model requires moderation and your input was flagged","code":403}}"""),
        (400, """{"error":{"message":"This model's maximum context length is 8192 tokens","type":"invalid_request_error","code":"context_length_exceeded","param":"messages"}}"""),
        (429, """{"error":{"message":"Request too large: Limit 8000, Requested 20449","type":"tokens","code":"rate_limit_exceeded"}}"""),
    ];

    public static (int Status, string Body) Next(int count) => Answers[count % Answers.Length];
}
