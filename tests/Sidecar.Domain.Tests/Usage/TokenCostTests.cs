using Sidecar.Domain.Backends;
using Sidecar.Domain.Usage;

namespace Sidecar.Domain.Tests.Usage;

public class TokenCostTests
{
    private static readonly ServedModel Priced = new("m", null, 0.000001m, 0.000002m);

    private static TokenUsage Usage(long? prompt, long? completion, long? total = null) => new(prompt, null, completion, null, total);

    [Fact]
    public void both_sides_are_priced_exactly() => Assert.Equal(0.0000070m, TokenCost.Of(Usage(3, 2, 5), Priced));

    [Fact]
    public void zero_tokens_cost_zero_which_is_not_unknown()
    {
        Assert.Equal(0m, TokenCost.Of(Usage(0, 0, 0), Priced));
        Assert.Equal(0m, TokenCost.Of(Usage(0, 0, 0), new ServedModel("m")));
        Assert.Equal(0m, TokenCost.Of(Usage(5, 5), new ServedModel("m", null, 0, 0)));
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
        Assert.Null(TokenCost.Of(Usage(1, 1), new ServedModel("m", null, 1, null)));
        Assert.Null(TokenCost.Of(Usage(1, 1), new ServedModel("m", null, null, 1)));
        Assert.Equal(1m, TokenCost.Of(Usage(1, 0), new ServedModel("m", null, 1, null)));
        Assert.Equal(1m, TokenCost.Of(Usage(0, 1), new ServedModel("m", null, null, 1)));
    }

    [Fact]
    public void embeddings_are_priced_by_their_prompt()
    {
        Assert.Equal(0.000008m, TokenCost.Of(Usage(8, null, 8), Priced));
        Assert.Equal(0.000008m, TokenCost.Of(Usage(8, null), new ServedModel("m", null, 0.000001m)));
        Assert.Equal(0.000008m, TokenCost.Of(Usage(null, null, 8), new ServedModel("m", null, 0.000001m)));
        Assert.Equal(0.000008m, TokenCost.Of(Usage(null, null, 8), new ServedModel("m", null, 0.000001m, 0)));
    }

    [Fact]
    public void a_mere_total_is_priced_only_where_its_parts_do_not_matter()
    {
        Assert.Null(TokenCost.Of(Usage(null, null, 8), Priced));
        Assert.Equal(16m, TokenCost.Of(Usage(null, null, 8), new ServedModel("m", null, 2, 2)));
    }

    [Fact]
    public void a_missing_side_is_what_the_total_leaves()
    {
        Assert.Equal(0.0000070m, TokenCost.Of(Usage(3, null, 5), Priced));
        Assert.Equal(0.0000070m, TokenCost.Of(Usage(null, 2, 5), Priced));
        Assert.Null(TokenCost.Of(Usage(null, 2), Priced));
    }
}
