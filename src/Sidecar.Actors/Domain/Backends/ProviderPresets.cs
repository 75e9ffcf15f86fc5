namespace Sidecar.Domain.Backends;

/// <summary>
/// The providers that <c>preset</c> knows. Each is from the provider's public documentation; <c>docs/providers.md</c> shows them as a
/// table.
/// </summary>
public static class ProviderPresets
{
    public static IReadOnlyList<ProviderPreset> All { get; } =
    [
        OpenAi("nvidia", "https://integrate.api.nvidia.com/v1", "NVIDIA_API_KEY", "https://docs.api.nvidia.com/nim/reference/llm-apis"),
        OpenAi("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY", "https://openrouter.ai/docs/api-reference/overview") with
        {
            Anthropic = new("https://openrouter.ai/api", KeyHeader: KeyHeader.Bearer),
        },
        OpenAi("groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY", "https://console.groq.com/docs/openai"),
        OpenAi("openai", "https://api.openai.com/v1", "OPENAI_API_KEY", "https://developers.openai.com/api/reference/overview"),
        OpenAi("anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY", "https://platform.claude.com/docs/en/api/overview") with
        {
            Dialect = BackendDialect.Anthropic,
            Anthropic = new("https://api.anthropic.com/v1"),
        },
        OpenAi("gemini", "https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY",
            "https://ai.google.dev/gemini-api/docs/openai"),
        OpenAi("mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY", "https://docs.mistral.ai/resources/migration-guides"),
        OpenAi("deepseek", "https://api.deepseek.com", "DEEPSEEK_API_KEY",
            "https://api-docs.deepseek.com/quick_start/your_first_api_call", versionPath: "") with
        {
            Anthropic = new("https://api.deepseek.com/anthropic"),
        },
        OpenAi("xai", "https://api.x.ai/v1", "XAI_API_KEY", "https://docs.x.ai/docs/api-reference"),
        OpenAi("cerebras", "https://api.cerebras.ai/v1", "CEREBRAS_API_KEY", "https://inference-docs.cerebras.ai/resources/openai"),
        OpenAi("together", "https://api.together.ai/v1", "TOGETHER_API_KEY",
            "https://docs.together.ai/docs/inference/openai-compatibility"),
        OpenAi("fireworks", "https://api.fireworks.ai/inference/v1", "FIREWORKS_API_KEY",
            "https://docs.fireworks.ai/tools-sdks/openai-compatibility"),
        OpenAi("github-models", "https://models.github.ai/inference", "GITHUB_TOKEN",
            "https://docs.github.com/rest/models/inference", versionPath: ""),
        OpenAi("azure", null, "AZURE_OPENAI_API_KEY",
            "https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle", versionPath: "", KeyHeader.ApiKey) with
        {
            Anthropic = new(null),
        },
        OpenAi("zhipu", "https://open.bigmodel.cn/api/paas/v4", "ZHIPUAI_API_KEY",
            "https://docs.bigmodel.cn/cn/guide/develop/openai/introduction") with
        {
            Anthropic = new("https://open.bigmodel.cn/api/anthropic", KeyHeader: KeyHeader.Bearer),
        },
        OpenAi("zai", "https://api.z.ai/api/paas/v4", "ZAI_API_KEY", "https://docs.z.ai/guides/develop/openai/python") with
        {
            Anthropic = new("https://api.z.ai/api/anthropic", KeyHeader: KeyHeader.Bearer),
        },
        OpenAi("ark", "https://ark.cn-beijing.volces.com/api/v3", "ARK_API_KEY", "https://www.volcengine.com/docs/82379/1330626"),
        OpenAi("minimax", "https://api.minimax.io/v1", "MINIMAX_API_KEY",
            "https://platform.minimax.io/docs/api-reference/text-openai-api") with
        {
            Anthropic = new("https://api.minimax.io/anthropic", KeyHeader: KeyHeader.Bearer),
        },
        OpenAi("minimax-cn", "https://api.minimaxi.com/v1", "MINIMAX_API_KEY",
            "https://platform.minimaxi.com/docs/api-reference/text-openai-api") with
        {
            Anthropic = new("https://api.minimaxi.com/anthropic", KeyHeader: KeyHeader.Bearer),
        },
        OpenAi("dashscope", "https://dashscope.aliyuncs.com/compatible-mode/v1", "DASHSCOPE_API_KEY",
            "https://help.aliyun.com/zh/model-studio/compatibility-of-openai-with-dashscope"),
        OpenAi(
            "dashscope-intl", "https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "DASHSCOPE_API_KEY",
            "https://www.alibabacloud.com/help/en/model-studio/compatibility-of-openai-with-dashscope"),
        OpenAi("perplexity", "https://api.perplexity.ai/v1", "PERPLEXITY_API_KEY",
            "https://docs.perplexity.ai/docs/grounded-llm/openai-compatibility"),
        OpenAi("ollama", "http://127.0.0.1:11434/v1", "", "https://docs.ollama.com/api/openai-compatibility"),
        OpenAi("vllm", "http://127.0.0.1:8000/v1", "", "https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html"),
        OpenAi("llama-cpp", "http://127.0.0.1:8080/v1", "", "https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md"),
    ];

    public static IEnumerable<string> Names => All.Select(preset => preset.Name);

    /// <summary>The preset of that name, whatever its case, dashes and dots; or null.</summary>
    public static ProviderPreset? Find(string name) => All.FirstOrDefault(preset => Normalize(preset.Name) == Normalize(name));

    private static ProviderPreset OpenAi(
        string name, string? baseUrl, string keyVariable, string documentation, string? versionPath = null, KeyHeader? keyHeader = null) =>
        new(name, keyVariable, documentation) { OpenAi = new ProviderApi(baseUrl, versionPath, keyHeader) };

    private static string Normalize(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant));
}
