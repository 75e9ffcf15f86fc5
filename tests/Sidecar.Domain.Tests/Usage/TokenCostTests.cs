using Sidecar.Domain.Backends;
using Sidecar.Domain.Usage;

namespace Sidecar.Domain.Tests.Usage;

public class TokenCostTests
{
    private static readonly ModelPrice Priced = new(0.000001m, 0.000002m);

    private static TokenUsage Usage(long? prompt, long? completion, long? total = null) => new(prompt, null, completion, null, total);

    [Fact]
    public void both_sides_are_priced_exactly() => Assert.Equal(0.0000070m, TokenCost.Of(Usage(3, 2, 5), Priced));

    [Fact]
    public void zero_tokens_cost_zero_which_is_not_unknown()
    {
        Assert.Equal(0m, TokenCost.Of(Usage(0, 0, 0), Priced));
        Assert.Equal(0m, TokenCost.Of(Usage(0, 0, 0), new ModelPrice(null, null)));
        Assert.Equal(0m, TokenCost.Of(Usage(5, 5), new ModelPrice(0, 0)));
    }

    [Fact]
    public void without_usage_or_a_model_the_cost_is_unknown()
    {
        Assert.Null(TokenCost.Of(default, Priced));
        Assert.Null(TokenCost.Of(Usage(1, 1), null));
    }

    [Fact]
    public void only_the_prices_that_are_needed_must_be_known()
    {
        Assert.Null(TokenCost.Of(Usage(1, 1), new ModelPrice(1, null)));
        Assert.Null(TokenCost.Of(Usage(1, 1), new ModelPrice(null, 1)));
        Assert.Equal(1m, TokenCost.Of(Usage(1, 0), new ModelPrice(1, null)));
        Assert.Equal(1m, TokenCost.Of(Usage(0, 1), new ModelPrice(null, 1)));
    }

    [Fact]
    public void embeddings_are_priced_by_their_prompt()
    {
        Assert.Equal(0.000008m, TokenCost.Of(Usage(8, null, 8), Priced));
        Assert.Equal(0.000008m, TokenCost.Of(Usage(8, null), new ModelPrice(0.000001m, null)));
        Assert.Equal(0.000008m, TokenCost.Of(Usage(null, null, 8), new ModelPrice(0.000001m, null)));
        Assert.Equal(0.000008m, TokenCost.Of(Usage(null, null, 8), new ModelPrice(0.000001m, 0)));
    }

    [Fact]
    public void a_mere_total_is_output_unless_output_has_no_price()
    {
        Assert.Equal(0.000016m, TokenCost.Of(Usage(null, 8, 8), Priced));
        Assert.Equal(0.000008m, TokenCost.Of(Usage(null, 8, 8), new ModelPrice(0.000001m, null)));
        Assert.Equal(16m, TokenCost.Of(Usage(null, 8, 8), new ModelPrice(2, 2)));
    }

    [Fact]
    public void cached_written_and_reasoning_tokens_have_prices_of_their_own()
    {
        var price = new ModelPrice(10, 20, CachedInput: 1, CacheWrite: 12, Reasoning: 30);

        Assert.Equal(100 * 10 + 900, TokenCost.Of(new TokenUsage(1000, 900, 0, null, 1000), price));
        Assert.Equal(50 * 10 + 900 + 50 * 12, TokenCost.Of(new TokenUsage(1000, 900, 0, null, 1000, 50), price));
        Assert.Equal(10 + 6 * 20 + 4 * 30, TokenCost.Of(new TokenUsage(1, null, 10, 4, 11), price));
    }

    [Fact]
    public void without_prices_of_their_own_they_cost_what_their_side_costs()
    {
        Assert.Equal(1000 * 10, TokenCost.Of(new TokenUsage(1000, 900, 0, null, 1000, 50), new ModelPrice(10, 20)));
        Assert.Equal(10 + 10 * 20, TokenCost.Of(new TokenUsage(1, null, 10, 4, 11), new ModelPrice(10, 20)));
    }

    [Fact]
    public void no_more_is_cached_or_reasoned_than_there_is() =>
        Assert.Equal(10 * 1 + 5 * 30, TokenCost.Of(new TokenUsage(10, 99, 5, 99, 15, 99), new ModelPrice(10, 20, 1, 12, 30)));

    [Fact]
    public void a_missing_side_is_what_the_total_leaves()
    {
        Assert.Equal(0.0000070m, TokenCost.Of(Usage(3, null, 5), Priced));
        Assert.Equal(0.0000070m, TokenCost.Of(Usage(null, 2, 5), Priced));
        Assert.Null(TokenCost.Of(Usage(null, 2), Priced));
    }
}
