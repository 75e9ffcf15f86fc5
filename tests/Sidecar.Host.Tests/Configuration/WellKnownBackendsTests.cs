namespace Sidecar.Host.Tests.Configuration;

public sealed class WellKnownBackendsTests
{
    private static readonly (string, string)[] All =
        [("OPENAI_API_KEY", "k4"), ("GROQ_API_KEY", "k3"), ("OPENROUTER_API_KEY", "k2"), ("NVIDIA_API_KEY", "k1")];

    [Fact]
    public void each_well_known_key_makes_a_backend_while_none_is_configured()
    {
        var settings = OperatorFile.Valid("", All);
        Assert.Equal(
            ["nvidia primary 40 https://integrate.api.nvidia.com/v1 k1", "openrouter fallback 0 https://openrouter.ai/api/v1 k2",
                "groq fallback 0 https://api.groq.com/openai/v1 k3", "openai fallback 0 https://api.openai.com/v1 k4"],
            settings.Catalog.Backends.Select(b => $"{b.Id} {b.Pool} {b.Rpm} {b.BaseUrl} {b.ApiKey!.Reveal()}"));
        Assert.Equal(["NVIDIA_API_KEY", "OPENROUTER_API_KEY", "GROQ_API_KEY", "OPENAI_API_KEY"],
            settings.WellKnown.Select(w => w.Variable));
    }

    [Fact]
    public void a_configured_backend_silences_them()
    {
        var settings = OperatorFile.Valid("sidecar.backends.a { pool = primary, base-url = \"http://x\" }", All);
        Assert.Equal(["a"], settings.Catalog.Backends.Select(b => b.Id));
        Assert.Empty(settings.WellKnown);
    }

    [Theory]
    [InlineData("[only]", "only", "only")]
    [InlineData("[one, two, three]", "one", "two")]
    public void they_take_the_first_two_pools_there_are(string pools, string nvidia, string openai)
    {
        var backends = OperatorFile.Valid($"sidecar.pools = {pools}", All).Catalog.Backends;
        Assert.Equal((nvidia, openai), (backends[0].Pool, backends[3].Pool));
    }

    [Fact]
    public void an_empty_key_is_none() => Assert.Empty(OperatorFile.Valid("", ("NVIDIA_API_KEY", " ")).Catalog.Backends);

    [Fact]
    public void a_key_that_cannot_be_sent_is_a_fault() =>
        Assert.Equal(
            "environment variable GROQ_API_KEY: environment variable GROQ_API_KEY must hold the key alone, without 'Bearer'",
            Assert.Single(OperatorFile.Faults("", ("GROQ_API_KEY", "Bearer k"))));
}
