using Sidecar.Domain.Backends;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Configuration;

public sealed class PresetTests
{
    [Fact]
    public void a_name_and_a_key_are_enough()
    {
        var backend = Assert.Single(OperatorFile.Valid("sidecar.backends.g { preset = groq, api-key-env = GROQ_API_KEY }",
            ("GROQ_API_KEY", "k")).Catalog.Backends);

        Assert.Equal(("g", "primary", "groq", "https://api.groq.com/openai/v1", "k"),
            (backend.Id, backend.Pool, backend.Preset, backend.BaseUrl, backend.ApiKey!.Reveal()));
    }

    [Fact]
    public void every_preset_makes_a_backend()
    {
        foreach (var preset in ProviderPresets.All)
        {
            var address = preset.ApiOf(preset.Dialect)!.BaseUrl is null ? ", base-url = \"https://r.openai.azure.com/openai/v1\"" : "";
            var backend = Assert.Single(OperatorFile.Valid($"sidecar.backends.x {{ preset = {preset.Name}, api-key = k{address} }}")
                .Catalog.Backends);
            Assert.Equal((preset.Name, preset.Dialect), (backend.Preset, backend.Dialect));
        }
    }

    [Fact]
    public void what_the_backend_writes_goes_first()
    {
        var backend = Assert.Single(OperatorFile.Valid(
            """sidecar.backends.d { preset = deepseek, pool = fallback, base-url = "http://127.0.0.1:9/x", version-path = "/v9", dialect = openai }""").Catalog.Backends);

        Assert.Equal(("fallback", "http://127.0.0.1:9/x", "/v9"), (backend.Pool, backend.BaseUrl, backend.VersionPath));
    }

    [Fact]
    public void the_other_dialect_has_the_providers_other_address()
    {
        var backend = Assert.Single(OperatorFile.Valid("sidecar.backends.d { preset = deepseek, dialect = anthropic, api-key = k }")
            .Catalog.Backends);

        Assert.Equal(("https://api.deepseek.com/anthropic", null, BackendDialect.Anthropic, KeyHeader.XApiKey),
            (backend.BaseUrl, backend.VersionPath, backend.Dialect, backend.KeyHeader));
    }

    [Fact]
    public void anthropics_host_needs_no_word_on_its_dialect() =>
        Assert.Equal(BackendDialect.Anthropic, Assert.Single(OperatorFile.Valid("""sidecar.backends.c { pool = primary, base-url = "https://api.anthropic.com" }""").Catalog.Backends).Dialect);

    [Fact]
    public void the_documentation_names_every_preset_with_its_address()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "providers.md"));
        foreach (var preset in ProviderPresets.All)
        {
            Assert.Contains($"`{preset.Name}`", text, StringComparison.Ordinal);
            Assert.Contains($"`{preset.ApiOf(preset.Dialect)!.BaseUrl ?? "api-key"}`", text, StringComparison.Ordinal);
        }
    }
}
