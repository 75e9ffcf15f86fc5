using Sidecar.Host.Tests.Configuration;

namespace Sidecar.Host.Tests.Commands.Setup;

/// <summary>The configuration that <c>setup</c> writes from keys in the environment.</summary>
public sealed class SetupConfigTests
{
    [Fact]
    public async Task shows_and_writes_nothing_without_a_yes()
    {
        using var home = SetupHome.WithKeys();
        Assert.Equal(0, await home.Run());
        Assert.Contains("api-key-env = NVIDIA_API_KEY", home.Output, StringComparison.Ordinal);
        Assert.Contains("--yes writes it", home.Output, StringComparison.Ordinal);
        Assert.Equal(0, await home.Run("--yes", "--dry-run"));
        Assert.Equal(0, await home.Answer("n"));
        Assert.Empty(home.Files());
    }

    [Theory]
    [InlineData("y")]
    [InlineData("Yes")]
    public async Task a_yes_at_the_terminal_writes_it(string answer)
    {
        using var home = SetupHome.WithKeys();
        Assert.Equal(0, await home.Answer(answer));
        Assert.Equal(["sidecar.conf"], home.Files().Keys);
    }

    [Fact]
    public async Task what_it_writes_is_valid_and_holds_no_key()
    {
        using var home = SetupHome.WithKeys();
        Assert.Equal(0, await home.Run("--yes"));
        var text = home.Read("sidecar.conf");
        Assert.DoesNotContain(SetupHome.Secret, text, StringComparison.Ordinal);
        var settings = OperatorFile.Valid(text, ("NVIDIA_API_KEY", "one"), ("OPENROUTER_API_KEY", "two"));
        Assert.Equal(
            [("nvidia", "primary", 40), ("openrouter", "fallback", 0)],
            settings.Catalog.Backends.Select(backend => (backend.Id, backend.Pool, backend.Rpm)));
    }

    [Fact]
    public async Task several_keys_of_one_provider_are_several_backends_and_the_same_key_twice_is_one()
    {
        using var home = new SetupHome(
            ("GROQ_API_KEY_2", "two"), ("GROQ_API_KEY", "one"), ("GROQ_API_KEY_10", "ten"), ("GROQ_API_KEY_3", "one"),
                ("GROQ_API_KEY_X", "x"), ("GROQ_API_KEY_4", " "));
        Assert.Equal(0, await home.Run("--yes"));
        Assert.Contains("api-keys-env = [GROQ_API_KEY, GROQ_API_KEY_2, GROQ_API_KEY_10]", home.Read("sidecar.conf"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task every_preset_with_a_variable_makes_a_valid_section()
    {
        var variables = Sidecar.Domain.Backends.ProviderPresets.All.Select(preset => preset.KeyVariable).Where(name => name.Length > 0)
            .Distinct()
            .Select((name, i) => (Name: name, Value: $"key{i}"))
                .Append((Name: "AZURE_OPENAI_ENDPOINT", Value: "https://me.openai.azure.com/")).ToArray();
        using var home = new SetupHome(variables);
        Assert.Equal(0, await home.Run("--yes"));
        var settings = OperatorFile.Valid(home.Read("sidecar.conf"), variables);
        Assert.Equal(variables.Length - 2, settings.Catalog.Backends.Count);
        Assert.Single(settings.Catalog.Backends, backend => backend.Pool == "primary");
        Assert.Contains(settings.Catalog.Backends, backend => backend.BaseUrl == "https://me.openai.azure.com/openai/v1");
        Assert.DoesNotContain(settings.Catalog.Backends, backend => backend.Id == "github-models");
        Assert.Contains("# github-models {", home.Read("sidecar.conf"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_configuration_that_is_there_is_not_overwritten_unless_forced_and_then_kept()
    {
        using var home = SetupHome.WithKeys();
        home.Write("sidecar.conf", "sidecar { routing.max-attempts = 2 }");
        Assert.Equal(2, await home.Run("--yes"));
        Assert.Contains("--force", home.Error, StringComparison.Ordinal);
        Assert.Equal("sidecar { routing.max-attempts = 2 }", home.Read("sidecar.conf"));

        Assert.Equal(0, await home.Run("--yes", "--force"));
        Assert.Contains("preset = nvidia", home.Read("sidecar.conf"), StringComparison.Ordinal);
        Assert.Equal("sidecar { routing.max-attempts = 2 }", home.Read("sidecar.conf.old"));
    }

    [Fact]
    public async Task without_a_key_it_says_which_variables_would_do()
    {
        using var home = new SetupHome(("NVIDIA_API_KEY", " "));
        Assert.Equal(1, await home.Run("--yes"));
        Assert.Contains("NVIDIA_API_KEY", home.Error, StringComparison.Ordinal);
        Assert.Empty(home.Files());
    }

    [Fact]
    public async Task nothing_is_wider_than_80_columns()
    {
        var variables = Sidecar.Domain.Backends.ProviderPresets.All.Select(preset => preset.KeyVariable).Where(name => name.Length > 0)
            .Distinct()
            .Select((name, i) => (Name: name, Value: $"key{i}"));
        using var home = new SetupHome([.. variables]);
        home.Write(".codex/config.toml", "");
        Assert.Equal(0, await home.Run("--point", "all,pi", "--model", "meta/llama-3.1-8b-instruct", "--dry-run"));
        Assert.DoesNotContain(home.Output.Split(Environment.NewLine), line =>
            line.Replace(home.At(""), "~/", StringComparison.Ordinal).Length > 80);
    }
}
