using Sidecar.Domain.Backends;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Backends;

public class ProviderPresetsTests
{
    // From each provider's documentation: the URL to which its examples send a chat completion.
    [Theory]
    [InlineData("nvidia", "https://integrate.api.nvidia.com/v1/chat/completions")]
    [InlineData("openrouter", "https://openrouter.ai/api/v1/chat/completions")]
    [InlineData("groq", "https://api.groq.com/openai/v1/chat/completions")]
    [InlineData("openai", "https://api.openai.com/v1/chat/completions")]
    [InlineData("gemini", "https://generativelanguage.googleapis.com/v1beta/openai/chat/completions")]
    [InlineData("mistral", "https://api.mistral.ai/v1/chat/completions")]
    [InlineData("deepseek", "https://api.deepseek.com/chat/completions")]
    [InlineData("xai", "https://api.x.ai/v1/chat/completions")]
    [InlineData("cerebras", "https://api.cerebras.ai/v1/chat/completions")]
    [InlineData("together", "https://api.together.ai/v1/chat/completions")]
    [InlineData("fireworks", "https://api.fireworks.ai/inference/v1/chat/completions")]
    [InlineData("github-models", "https://models.github.ai/inference/chat/completions")]
    [InlineData("zhipu", "https://open.bigmodel.cn/api/paas/v4/chat/completions")]
    [InlineData("zai", "https://api.z.ai/api/paas/v4/chat/completions")]
    [InlineData("ark", "https://ark.cn-beijing.volces.com/api/v3/chat/completions")]
    [InlineData("minimax", "https://api.minimax.io/v1/chat/completions")]
    [InlineData("minimax-cn", "https://api.minimaxi.com/v1/chat/completions")]
    [InlineData("dashscope", "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions")]
    [InlineData("dashscope-intl", "https://dashscope-intl.aliyuncs.com/compatible-mode/v1/chat/completions")]
    [InlineData("ollama", "http://127.0.0.1:11434/v1/chat/completions")]
    [InlineData("vllm", "http://127.0.0.1:8000/v1/chat/completions")]
    [InlineData("llama-cpp", "http://127.0.0.1:8080/v1/chat/completions")]
    public void a_chat_goes_where_the_provider_documents_it(string name, string expected)
    {
        var api = ProviderPresets.Find(name)!.OpenAi!;
        Assert.Equal(expected, UpstreamUri.Join(api.BaseUrl!, api.VersionPath, "/v1/chat/completions"));
    }

    [Theory]
    [InlineData("anthropic", "https://api.anthropic.com/v1/messages")]
    [InlineData("openrouter", "https://openrouter.ai/api/v1/messages")]
    [InlineData("deepseek", "https://api.deepseek.com/anthropic/v1/messages")]
    [InlineData("zhipu", "https://open.bigmodel.cn/api/anthropic/v1/messages")]
    [InlineData("zai", "https://api.z.ai/api/anthropic/v1/messages")]
    [InlineData("minimax", "https://api.minimax.io/anthropic/v1/messages")]
    [InlineData("fireworks", "https://api.fireworks.ai/inference/v1/messages")]
    public void messages_go_where_the_provider_documents_them(string name, string expected)
    {
        var api = ProviderPresets.Find(name)!.Anthropic!;
        Assert.Equal(expected, UpstreamUri.Join(api.BaseUrl!, api.VersionPath, "/v1/messages"));
    }

    [Fact]
    public void perplexity_answers_responses() =>
        Assert.Equal("https://api.perplexity.ai/v1/responses",
            UpstreamUri.Join(ProviderPresets.Find("perplexity")!.OpenAi!.BaseUrl!, null, "/v1/responses"));

    [Theory]
    [InlineData("llama.cpp", "llama-cpp")]
    [InlineData("LlamaCpp", "llama-cpp")]
    [InlineData("GitHub Models", "github-models")]
    [InlineData("xAI", "xai")]
    public void names_match_without_regard_to_case_and_dashes(string written, string expected) =>
        Assert.Equal(expected, ProviderPresets.Find(written)?.Name);

    [Fact]
    public void no_name_is_no_preset()
    {
        Assert.Null(ProviderPresets.Find(""));
        Assert.Null(ProviderPresets.Find("nobody"));
        Assert.Equal(ProviderPresets.Names.Count(), ProviderPresets.Names.Distinct().Count());
    }
}
