using Sidecar.Diagnostics;
using Sidecar.Domain.Backends;

namespace Sidecar.Actors.Tests.Diagnostics;

/// <summary>What telemetry calls operations, providers, models and routes.</summary>
public sealed class LabelTests
{
    [Theory]
    [InlineData("/v1/chat/completions", "chat")]
    [InlineData("/v1/chat/completions/", "chat")]
    [InlineData("/v1/responses", "chat")]
    [InlineData("/v1/messages", "chat")]
    [InlineData("/v1/completions", "text_completion")]
    [InlineData("/v1/embeddings", "embeddings")]
    [InlineData("/v1/images/generations", "generate_content")]
    [InlineData("/v1/audio/speech", "generate_content")]
    [InlineData("/v1/models", null)]
    [InlineData("/v1/files/x", null)]
    public void an_operation_is_known_by_its_path(string path, string? operation) => Assert.Equal(operation, GenAiOperations.Of(path));

    [Theory]
    [InlineData("https://api.openai.com/v1", "openai")]
    [InlineData("https://x.openai.azure.com/openai/v1", "azure.ai.openai")]
    [InlineData("https://api.groq.com/openai/v1", "groq")]
    [InlineData("https://integrate.api.nvidia.com/v1", "nvidia")]
    [InlineData("https://openrouter.ai/api/v1", "openrouter")]
    [InlineData("https://api.x.ai/v1", "x_ai")]
    [InlineData("https://not-x.ai/v1", "openai")]
    [InlineData("http://127.0.0.1:8000/v1", "openai")]
    public void a_provider_is_known_by_its_domain(string baseUrl, string provider) =>
        Assert.Equal(provider, BackendLabels.Of(new Backend { Id = "a", Pool = "p", BaseUrl = baseUrl }).Provider);

    [Fact]
    public void configured_models_are_named_and_others_are_not()
    {
        var models = new ModelLabels();
        models.Configure(new BackendCatalog(
            ["p"], [new Backend { Id = "a", Pool = "p", BaseUrl = "http://a", Models = [new ServedModel("m", "upstream-m")] }],
            new Dictionary<string, string> { ["alias"] = "target" }));

        Assert.Equal(["m", "target", "unknown", "other", "other", "other"],
            new[] { "m", "target", "unknown", "alias", "upstream-m", "x" }.Select(models.Of));
    }

    [Fact]
    public void models_that_were_served_are_named_until_there_are_enough()
    {
        var models = new ModelLabels();

        Parallel.For(0, 10_000, i => models.Prove($"m{i}"));
        models.Prove(new string('m', 200));

        var named = Enumerable.Range(0, 10_000).Count(i => models.Of($"m{i}") != "other");
        Assert.Equal(ModelLabels.MostProven, named);
        Assert.Equal("other", models.Of(new string('m', 200)));
    }

    [Fact]
    public void routes_and_methods_are_a_closed_set()
    {
        Assert.Equal(["/v1/models", "/v1/{**path}"], [HttpLabels.RouteOf("/v1/models"), HttpLabels.RouteOf("/v1/models/secret-model")]);
        Assert.Equal(["POST", "_OTHER"], [HttpLabels.MethodOf("POST"), HttpLabels.MethodOf("BREW")]);
    }
}
