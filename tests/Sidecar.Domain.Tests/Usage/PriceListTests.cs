using System.Text;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Usage;

namespace Sidecar.Domain.Tests.Usage;

public class PriceListTests
{
    private const string LiteLlm = """
        {"sample_spec":{"input_cost_per_token":0.5,"output_cost_per_token":0.5},
         "gpt-4o":{"input_cost_per_token":2.5e-06,"output_cost_per_token":1e-05,"cache_read_input_token_cost":1.25e-06,"litellm_provider":"openai","mode":"chat"},
         "claude":{"input_cost_per_token":3e-06,"output_cost_per_token":1.5e-05,"cache_creation_input_token_cost":3.75e-06,"output_cost_per_reasoning_token":2e-05},
         "groq/llama3-8b":{"input_cost_per_token":5e-08,"output_cost_per_token":8e-08},
         "a/shared":{"input_cost_per_token":1e-06}, "b/shared":{"input_cost_per_token":2e-06},
         "dall-e":{"input_cost_per_image":0.1}}
        """;

    private const string OpenRouter = """
        {"data":[{"id":"openai/gpt-4o","pricing":{"prompt":"0.0000025","completion":"0.00001","input_cache_read":"0.00000125","internal_reasoning":"0"}},
                 {"id":"openrouter/auto","pricing":{"prompt":"-1","completion":"-1"}}]}
        """;

    private static PriceList Read(string json) => PriceList.Read(Encoding.UTF8.GetBytes(json));

    [Fact]
    public void litellms_file_is_read()
    {
        var prices = Read(LiteLlm);

        Assert.Equal(new ModelPrice(0.0000025m, 0.00001m, 0.00000125m), prices.Of(null, "gpt-4o"));
        Assert.Equal(new ModelPrice(0.000003m, 0.000015m, null, 0.00000375m, 0.00002m), prices.Of(null, "claude"));
        Assert.Null(prices.Of(null, "sample_spec"));
        Assert.Null(prices.Of(null, "dall-e"));
    }

    [Fact]
    public void openrouters_list_is_read()
    {
        var prices = Read(OpenRouter);

        Assert.Equal(new ModelPrice(0.0000025m, 0.00001m, 0.00000125m, null, 0), prices.Of(null, "openai/gpt-4o"));
        Assert.Null(prices.Of(null, "openrouter/auto"));
    }

    [Fact]
    public void a_providers_prefix_may_be_missing_where_all_agree()
    {
        var prices = Read(LiteLlm);

        Assert.Equal(0.00000005m, prices.Of(null, "llama3-8b")!.Value.Input);
        Assert.Null(prices.Of(null, "shared"));
    }

    [Fact]
    public void the_backends_own_prices_go_first_and_its_upstream_name_is_looked_up()
    {
        var prices = Read(LiteLlm);

        Assert.Equal(new ModelPrice(0.0000025m, 0.00001m, 0.00000125m), prices.Of(new ServedModel("fast", "gpt-4o"), "fast"));
        Assert.Equal(new ModelPrice(0.5m, 0.00001m), prices.Of(new ServedModel("gpt-4o", null, InputCost: 0.5m), "gpt-4o"));
        Assert.Equal(new ModelPrice(1, 1), PriceList.None.Of(new ServedModel("x", null, 1, 1), "x"));
        Assert.Null(PriceList.None.Of(new ServedModel("x"), "x"));
    }

    [Theory]
    [InlineData("{\n\"a\": }", "line 2")]
    [InlineData("[]", "neither")]
    [InlineData("{}", "no model with a price")]
    [InlineData("{\"a\":{\"input_cost_per_token\":\"x\"}}", "no model with a price")]
    public void what_is_wrong_is_said(string json, string part) =>
        Assert.Contains(part, Assert.Throws<FormatException>(() => Read(json)).Message, StringComparison.Ordinal);
}
