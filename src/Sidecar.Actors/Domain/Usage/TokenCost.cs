using Sidecar.Domain.Backends;

namespace Sidecar.Domain.Usage;

/// <summary>
/// Prices usage: exact decimals, in the currency of the configured prices. Null if tokens or a required price are unknown; zero tokens
/// cost nothing at any price.
/// </summary>
internal static class TokenCost
{
    public static decimal? Of(TokenUsage usage, ModelPrice? known)
    {
        if (known is not { } price || !usage.IsKnown)
            return null;
        // Only a total is known. If output has no price, it is an embedding, and all of it is input.
        if (usage.Prompt is null && (usage.Completion is null || usage.Completion == usage.Total) && price.Output is null or 0)
            return Price(usage.Total, price.Input);

        // Embeddings report a prompt and a total, and have no completion.
        var completion = usage.Completion ?? Math.Max(0, (usage.Total ?? 0) - (usage.Prompt ?? 0));
        var prompt = usage.Prompt ?? (usage.Total is { } total ? Math.Max(0, total - completion) : null);
        return OfInput(prompt, usage, price) + OfOutput(completion, usage, price);
    }

    private static decimal? OfInput(long? prompt, TokenUsage usage, ModelPrice price)
    {
        if (prompt is not { } all)
            return null;
        var cached = Math.Min(usage.Cached ?? 0, all);
        var written = Math.Min(usage.CacheWrite ?? 0, all - cached);
        return Price(all - cached - written, price.Input) + Price(cached, price.CachedInput ?? price.Input)
            + Price(written, price.CacheWrite ?? price.Input);
    }

    private static decimal? OfOutput(long completion, TokenUsage usage, ModelPrice price)
    {
        var reasoning = Math.Min(usage.Reasoning ?? 0, completion);
        return Price(completion - reasoning, price.Output) + Price(reasoning, price.Reasoning ?? price.Output);
    }

    private static decimal? Price(long? tokens, decimal? price) => tokens == 0 ? 0 : tokens * price;
}
