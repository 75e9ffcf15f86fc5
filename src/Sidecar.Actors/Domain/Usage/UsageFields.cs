namespace Sidecar.Domain.Usage;

/// <summary>
/// The numbers of one usage object, with the names of the three dialects: OpenAI's chat, OpenAI's responses, and Anthropic's
/// messages.
/// </summary>
internal struct UsageFields
{
    /// <summary><c>prompt_tokens</c>: cached ones included.</summary>
    public long? Prompt;

    /// <summary><c>completion_tokens</c>.</summary>
    public long? Completion;

    /// <summary><c>total_tokens</c>.</summary>
    public long? Total;

    /// <summary><c>input_tokens</c>: the responses API includes the cached ones, Anthropic does not.</summary>
    public long? Input;

    /// <summary><c>output_tokens</c>.</summary>
    public long? Output;

    /// <summary><c>cached_tokens</c> in the input's details, or another provider's name for it.</summary>
    public long? Cached;

    /// <summary><c>reasoning_tokens</c> in the output's details.</summary>
    public long? Reasoning;

    /// <summary>Anthropic's <c>cache_read_input_tokens</c>.</summary>
    public long? CacheRead;

    /// <summary>Anthropic's <c>cache_creation_input_tokens</c>.</summary>
    public long? CacheCreation;

    /// <summary><c>cache_write_tokens</c> in the input's details (OpenRouter), or LiteLLM's name for it.</summary>
    public long? CacheWrite;

    public readonly bool SpeaksOfPromptAndCompletion => Prompt is not null || Completion is not null;

    /// <summary>Whether it reports a prompt or a completion, not only their sum.</summary>
    public readonly bool TellsParts => (Prompt ?? 0) != 0 || (Completion ?? 0) != 0 || (Input ?? 0) != 0 || (Output ?? 0) != 0;

    /// <summary>Whether it has nothing but zeros.</summary>
    public readonly bool IsNothing =>
        !TellsParts && (Total ?? 0) == 0;

    /// <summary>
    /// Anthropic reports the input when a message starts and the output as it grows: later numbers win, others stay. A zero never
    /// replaces a number.
    /// </summary>
    public readonly UsageFields OverlaidBy(in UsageFields later) => With(later, Later);

    /// <summary>
    /// Each of OpenAI's events reports the whole: details of an earlier one are dropped, unless the later one reports zero for them.
    /// </summary>
    public readonly UsageFields ReplacedBy(in UsageFields later) => With(later, Whole);

    /// <summary>The sum of two choices' usage; a number that neither reports stays unknown.</summary>
    public readonly UsageFields Plus(in UsageFields other) => With(other, Sum);

    public readonly TokenUsage ToUsage()
    {
        var prompt = Prompt ?? (Input is null ? null : Input + (CacheRead ?? 0) + (CacheCreation ?? 0));
        var completion = Completion ?? Output;
        // Zero and zero beside a total means that the upstream did not separate them, not that there was no prompt.
        if (Total > 0 && (prompt ?? 0) == 0 && (completion ?? 0) == 0)
            (prompt, completion) = (null, null);
        var whole = WholeCompletion(prompt, completion);
        return new TokenUsage(prompt, Cached ?? CacheRead, whole, Reasoning, Total ?? prompt + whole, CacheWrite ?? CacheCreation);
    }

    // xAI and Gemini count reasoning outside the completion, and report it through the total or a number of its own: it is output all the
    // same, and is charged.
    private readonly long? WholeCompletion(long? prompt, long? completion)
    {
        if (Total - (prompt ?? 0) is { } rest && rest > (completion ?? 0) && (prompt is not null || completion is null))
            return rest;
        return Total is null && Reasoning > (completion ?? 0) ? Reasoning + (completion ?? 0) : completion;
    }

    private readonly UsageFields With(in UsageFields other, Func<long?, long?, long?> combined) => new()
    {
        Prompt = combined(Prompt, other.Prompt),
        Completion = combined(Completion, other.Completion),
        Total = combined(Total, other.Total),
        Input = combined(Input, other.Input),
        Output = combined(Output, other.Output),
        Cached = combined(Cached, other.Cached),
        Reasoning = combined(Reasoning, other.Reasoning),
        CacheRead = combined(CacheRead, other.CacheRead),
        CacheCreation = combined(CacheCreation, other.CacheCreation),
        CacheWrite = combined(CacheWrite, other.CacheWrite),
    };

    private static long? Later(long? earlier, long? later) => later is null or 0 ? earlier ?? later : later;

    private static long? Whole(long? earlier, long? later) => later == 0 ? earlier ?? later : later;

    private static long? Sum(long? one, long? other) => one is null ? other : one + (other ?? 0);
}
