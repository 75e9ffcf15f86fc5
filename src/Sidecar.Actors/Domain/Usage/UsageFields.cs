namespace Sidecar.Domain.Usage;

/// <summary>The numbers of one usage object, under the names of the three dialects that report them: OpenAI's chat, its responses, and Anthropic's messages.</summary>
internal struct UsageFields
{
    /// <summary><c>prompt_tokens</c>: cached ones included.</summary>
    public long? Prompt;

    /// <summary><c>completion_tokens</c>.</summary>
    public long? Completion;

    /// <summary><c>total_tokens</c>.</summary>
    public long? Total;

    /// <summary><c>input_tokens</c>: of the responses API with, of Anthropic without the cached ones.</summary>
    public long? Input;

    /// <summary><c>output_tokens</c>.</summary>
    public long? Output;

    /// <summary><c>cached_tokens</c> of the input's details, or a provider's other word for it.</summary>
    public long? Cached;

    /// <summary><c>reasoning_tokens</c> of the output's details.</summary>
    public long? Reasoning;

    /// <summary>Anthropic's <c>cache_read_input_tokens</c>.</summary>
    public long? CacheRead;

    /// <summary>Anthropic's <c>cache_creation_input_tokens</c>.</summary>
    public long? CacheCreation;

    public readonly bool SpeaksOfPromptAndCompletion => Prompt is not null || Completion is not null;

    /// <summary>Anthropic reports the input when a message starts and the output as it grows: later numbers win, others stay.</summary>
    public readonly UsageFields OverlaidBy(in UsageFields later) => new()
    {
        Prompt = later.Prompt ?? Prompt,
        Completion = later.Completion ?? Completion,
        Total = later.Total ?? Total,
        Input = later.Input ?? Input,
        Output = later.Output ?? Output,
        Cached = later.Cached ?? Cached,
        Reasoning = later.Reasoning ?? Reasoning,
        CacheRead = later.CacheRead ?? CacheRead,
        CacheCreation = later.CacheCreation ?? CacheCreation,
    };

    /// <summary>The sum of two choices' usage; what neither knows stays unknown.</summary>
    public readonly UsageFields Plus(in UsageFields other) => new()
    {
        Prompt = Sum(Prompt, other.Prompt),
        Completion = Sum(Completion, other.Completion),
        Total = Sum(Total, other.Total),
        Input = Sum(Input, other.Input),
        Output = Sum(Output, other.Output),
        Cached = Sum(Cached, other.Cached),
        Reasoning = Sum(Reasoning, other.Reasoning),
        CacheRead = Sum(CacheRead, other.CacheRead),
        CacheCreation = Sum(CacheCreation, other.CacheCreation),
    };

    public readonly TokenUsage ToUsage()
    {
        var prompt = Prompt ?? (Input is null ? null : Input + (CacheRead ?? 0) + (CacheCreation ?? 0));
        var completion = Completion ?? Output;
        // Zero and zero beside a total means that the upstream did not tell them apart, not that there were none.
        if (Total > 0 && (prompt ?? 0) == 0 && (completion ?? 0) == 0)
            (prompt, completion) = (null, null);
        return new TokenUsage(prompt, Cached ?? CacheRead, completion, Reasoning, Total ?? prompt + completion);
    }

    private static long? Sum(long? one, long? other) => one is null ? other : one + (other ?? 0);
}
