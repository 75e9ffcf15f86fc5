using Sidecar.Domain.Backends;
using Sidecar.Host.Tests.Configuration;

namespace Sidecar.Host.Tests.Commands.Setup;

/// <summary><c>setup --from</c>: a configuration of LiteLLM becomes one of Sidecar, keys by the names of their variables.</summary>
public sealed class SetupFromLiteLlmTests
{
    private const string Written = "sk-or-v1-a-key-that-stands-in-the-file";

    private const string Usual = $$"""
        model_list:
          - model_name: gpt-4o
            litellm_params:
              model: azure/my-deployment
              api_base: https://me.openai.azure.com/
              api_key: os.environ/AZURE_API_KEY
              api_version: "2024-10-21"
              rpm: 60
              order: 1
          - model_name: gpt-4o
            litellm_params: { model: openai/gpt-4o-2024-08-06, api_key: os.environ/OPENAI_API_KEY, order: 2, temperature: 0.5 }
            model_info: { input_cost_per_token: 0.0000025, output_cost_per_token: 1e-5 }
          - model_name: claude
            litellm_params: { model: claude-sonnet-4-5 }
          - model_name: llama
            litellm_params: { model: nvidia_nim/meta/llama-3.1-8b-instruct, rpm: 40, tpm: 10000 }
          - model_name: local
            litellm_params: { model: ollama_chat/llama3, api_base: "http://localhost:11434" }
          - model_name: own
            litellm_params: { model: openai/mine, api_base: "https://llm.example/inference", api_key: {{Written}} }
          - model_name: titan
            litellm_params: { model: bedrock/amazon.titan }
        router_settings:
          routing_strategy: least-busy
          model_group_alias: { "gpt-4": "gpt-4o" }
        general_settings:
          master_key: sk-1234-the-master
        """;

    [Fact]
    public async Task the_usual_file_becomes_backends_pools_models_and_aliases()
    {
        using var home = new SetupHome();
        Assert.Equal(0, await home.Run("--from", home.Write("litellm.yaml", Usual), "--yes"));

        var settings = OperatorFile.Valid(home.Read("sidecar.conf"), ("AZURE_API_KEY", "a"), ("OPENAI_API_KEY", "b"),
            ("ANTHROPIC_API_KEY", "c"), ("NVIDIA_NIM_API_KEY", "d"), ("OPENAI_API_KEY_2", "e"));
        var all = settings.Catalog.Backends.ToDictionary(backend => backend.Id);

        Assert.Equal(["azure", "openai", "anthropic", "nvidia", "ollama", "openai-2"], settings.Catalog.Backends.Select(each => each.Id));
        Assert.Equal(("https://me.openai.azure.com/openai/deployments/{model}", 60), (all["azure"].BaseUrl, all["azure"].Rpm));
        Assert.Equal(("gpt-4o", "my-deployment"), ModelOf(all["azure"]));
        Assert.Equal(("gpt-4o", "gpt-4o-2024-08-06"), ModelOf(all["openai"]));
        Assert.Equal((2.5e-6m, 1e-5m), (all["openai"].Models[0].InputCost, all["openai"].Models[0].OutputCost));
        Assert.Equal(("primary", "fallback"), (all["azure"].Pool, all["openai"].Pool));
        Assert.Equal(BackendDialect.Anthropic, all["anthropic"].Dialect);
        Assert.Equal(("meta/llama-3.1-8b-instruct", 40, 10000L),
            (ModelOf(all["nvidia"]).Upstream, all["nvidia"].Rpm, all["nvidia"].Tpm));
        Assert.Equal("http://localhost:11434", all["ollama"].BaseUrl);
        Assert.Null(all["ollama"].ApiKey);
        Assert.Equal(("https://llm.example/inference", ""), (all["openai-2"].BaseUrl, all["openai-2"].VersionPath));
        Assert.Equal("gpt-4o", settings.Catalog.Resolve("gpt-4"));
    }

    [Fact]
    public async Task no_key_is_copied_or_shown_and_what_is_left_out_is_told()
    {
        using var home = new SetupHome(("AZURE_API_KEY", "set"));
        Assert.Equal(0, await home.Run("--from", home.Write("litellm.yaml", Usual), "--yes"));

        Assert.DoesNotContain(Written, home.Output + home.Read("sidecar.conf"), StringComparison.Ordinal);
        Assert.DoesNotContain("sk-1234", home.Output + home.Read("sidecar.conf"), StringComparison.Ordinal);
        Assert.All(
            ["titan: bedrock", "litellm_params.temperature", "router_settings.routing_strategy", "general_settings.master_key",
                "The key of openai-2 stands in that file", "Not set here, and needed: OPENAI_API_KEY"],
            expected => Assert.Contains(expected, home.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("needed: AZURE_API_KEY", home.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_address_in_a_variable_stays_in_it()
    {
        using var home = new SetupHome();
        Assert.Equal(0, await home.Run("--yes", "--from", home.Write("c.yaml",
            "model_list:\n- model_name: m\n  litellm_params: { model: azure/m, api_base: os.environ/MY_BASE, api_key: os.environ/MY_KEY }\n")));

        var backend = OperatorFile.Valid(home.Read("sidecar.conf"), ("MY_BASE", "https://x.openai.azure.com"), ("MY_KEY", "k"))
            .Catalog.Backends[0];
        Assert.Equal("https://x.openai.azure.com/openai/v1", backend.BaseUrl);
        Assert.Contains("MY_BASE", home.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_wildcard_serves_any_model()
    {
        using var home = new SetupHome(("OPENAI_API_KEY", "k"));
        Assert.Equal(0, await home.Run("--yes", "--from", home.Write("c.yaml",
            "model_list:\n- model_name: \"*\"\n  litellm_params: { model: \"openai/*\" }\n")));

        Assert.Empty(OperatorFile.Valid(home.Read("sidecar.conf"), ("OPENAI_API_KEY", "k")).Catalog.Backends[0].Models);
    }

    [Theory]
    [InlineData("a: [", "is not valid YAML")]
    [InlineData("- a", "holds no keys")]
    [InlineData("sidecar: {}", "holds no model_list")]
    [InlineData("model_list: [{ model_name: m, litellm_params: { model: sagemaker/x } }]", "nothing of it can be taken over")]
    public async Task what_is_none_of_it_is_refused_in_one_line(string text, string expected)
    {
        using var home = new SetupHome();
        Assert.Equal(2, await home.Run("--from", home.Write("c.yaml", text)));
        Assert.Contains(expected, Assert.Single(home.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_file_nested_without_end_is_refused()
    {
        using var home = new SetupHome();
        Assert.Equal(2, await home.Run("--from", home.Write("c.yaml", "model_list: " + new string('[', 100_000))));
        Assert.Contains("nested more than 64 deep", home.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_missing_file_is_refused()
    {
        using var home = new SetupHome();
        Assert.Equal(2, await home.Run("--from", home.At("none.yaml")));
        Assert.Contains("does not exist", home.Error, StringComparison.Ordinal);
    }

    private static (string Name, string? Upstream) ModelOf(Backend backend) => (backend.Models[0].Name, backend.Models[0].UpstreamName);
}
