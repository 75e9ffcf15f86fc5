using Sidecar.Domain.Backends;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Backends;

public sealed class BackendTests
{
    [Fact]
    public void without_a_list_any_model_is_served() => Assert.True(Sample.Backend().Serves("whatever"));

    [Theory]
    [InlineData("llama3:8b", true)]
    [InlineData("LLAMA3:8b", false)]
    [InlineData("llama3", false)]
    [InlineData("up", false)] // the upstream chooses its own names
    public void with_a_list_only_its_names_are_served_letter_by_letter(string model, bool served)
    {
        var backend = Sample.Backend() with { Models = [new ServedModel("x"), new ServedModel("llama3:8b", "up")] };

        Assert.Equal(served, backend.Serves(model));
        Assert.Equal(served ? "up" : null, backend.FindModel(model)?.UpstreamName);
    }

    [Fact]
    public void credentials_are_its_own_by_key_or_by_header()
    {
        Assert.False(Sample.Backend().HasOwnCredentials);
        Assert.False((Sample.Backend() with { Headers = [new("x-title", "agent")] }).HasOwnCredentials);
        Assert.True((Sample.Backend() with { ApiKey = new ApiKey("k") }).HasOwnCredentials);
        Assert.All(["Authorization", "X-Api-Key", "api-key", "x-goog-api-key"], name =>
            Assert.True((Sample.Backend() with { Headers = [new(name, "k")] }).HasOwnCredentials));
    }

    [Fact]
    public void defaults_are_the_contracts()
    {
        var backend = Sample.Backend();

        Assert.Equal((0, 0L, 0, 1, true), (backend.Rpm, backend.Tpm, backend.MaxConcurrency, backend.Weight, backend.Enabled));
        Assert.Equal((5, 120, 0, 600), (backend.ConnectTimeout.TotalSeconds, backend.Timeout.TotalSeconds,
            backend.FirstTokenTimeout.TotalSeconds, backend.AnswerTimeout.TotalSeconds));
        Assert.Equal((null, BackendDialect.OpenAi, KeyHeader.Bearer, ""),
            (backend.VersionPath, backend.Dialect, backend.KeyHeader, backend.Query));
        Assert.Equal(CooldownScope.Backend, backend.CooldownScope);
    }

    [Fact]
    public void a_model_that_does_not_fit_into_the_address_is_not_served()
    {
        var backend = Sample.Backend() with { BaseUrl = "https://h/openai/deployments/{model}" };

        Assert.True(backend.HasModelInAddress);
        Assert.True(backend.Serves("gpt-4o"));
        Assert.False(backend.Serves("a/../../admin"));
        Assert.False((backend with { BaseUrl = "https://h/v1" }).HasModelInAddress);
    }
}
