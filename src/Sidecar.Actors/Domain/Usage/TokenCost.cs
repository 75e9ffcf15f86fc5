using Sidecar.Domain.Backends;

namespace Sidecar.Domain.Usage;

/// <summary>Prices usage: exact decimals, in the currency of the configured prices. Null where tokens or a price they need are unknown; no tokens cost nothing at any price.</summary>
public static class TokenCost
{
    public static decimal? Of(TokenUsage usage, ServedModel? model)
    {
        if (model is null || !usage.IsKnown)
            return null;
        if (usage is { Prompt: null, Completion: null })
            return OfTotal(usage.Total, model);

        // Embeddings report a prompt and a total, and complete nothing.
        var completion = usage.Completion ?? Math.Max(0, (usage.Total ?? 0) - (usage.Prompt ?? 0));
        var prompt = usage.Prompt ?? (usage.Total is { } total ? Math.Max(0, total - completion) : null);
        return Price(prompt, model.InputCost) + Price(completion, model.OutputCost);
    }

    // A mere total can be priced only where it does not matter what it is made of: both prices equal, or none for output, as embeddings have it.
    private static decimal? OfTotal(long? total, ServedModel model) =>
        model.OutputCost is null or 0 || model.OutputCost == model.InputCost ? Price(total, model.InputCost) : null;

    private static decimal? Price(long? tokens, decimal? price) => tokens == 0 ? 0 : tokens * price;
}
