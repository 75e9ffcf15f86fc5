namespace Sidecar.Domain.Backends;

/// <summary>
/// The providers that <c>preset</c> knows, each taken from the provider's public documentation; <c>docs/providers.md</c> lists them in a
/// table.
/// </summary>
public static class ProviderPresets
{
    // Some providers that follow OpenAI's chat API also document its responses API; fewer document Anthropic's messages at the same
    // address.
    private const Apis NoResponses = Apis.OfOpenAi & ~Apis.Responses;
    private const Apis WithMessages = Apis.OfOpenAi | Apis.Messages;

    public static IReadOnlyList<ProviderPreset> All { get; } =
    [
        OpenAi("nvidia", "https://integrate.api.nvidia.com/v1", "NVIDIA_API_KEY",
            "https://docs.api.nvidia.com/nim/reference/llm-apis", apis: NoResponses),
        OpenAi("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY",
            "https://openrouter.ai/docs/api-reference/overview", apis: WithMessages) with
        {
            Anthropic = new("https://openrouter.ai/api", KeyHeader: KeyHeader.Bearer),
        },
        OpenAi("groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY", "https://console.groq.com/docs/openai"),
        OpenAi("openai", "https://api.openai.com/v1", "OPENAI_API_KEY", "https://developers.openai.com/api/reference/overview"),
        OpenAi("anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY",
            "https://platform.claude.com/docs/en/api/overview", apis: NoResponses) with
        {
            Dialect = BackendDialect.Anthropic,
            // https://platform.claude.com/docs/en/api/openai-sdk: the same address also serves chat completions.
            Anthropic = new("https://api.anthropic.com/v1", Apis: Apis.OfAnthropic | Apis.Chat),
        },
        OpenAi("gemini", "https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY",
            "https://ai.google.dev/gemini-api/docs/openai", apis: NoResponses),
        OpenAi("mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY",
            "https://docs.mistral.ai/resources/migration-guides", apis: NoResponses),
        OpenAi("deepseek", "https://api.deepseek.com", "DEEPSEEK_API_KEY",
            "https://api-docs.deepseek.com/quick_start/your_first_api_call", versionPath: "", apis: NoResponses) with
        {
            Anthropic = new("https://api.deepseek.com/anthropic"),
        },
        OpenAi("xai", "https://api.x.ai/v1", "XAI_API_KEY", "https://docs.x.ai/developers/advanced-api-usage/async"),
        OpenAi("cerebras", "https://api.cerebras.ai/v1", "CEREBRAS_API_KEY",
            "https://inference-docs.cerebras.ai/resources/openai", apis: NoResponses),
        OpenAi("together", "https://api.together.ai/v1", "TOGETHER_API_KEY",
            "https://docs.together.ai/docs/inference/openai-compatibility", apis: NoResponses),
        OpenAi("fireworks", "https://api.fireworks.ai/inference/v1", "FIREWORKS_API_KEY",
            "https://docs.fireworks.ai/tools-sdks/openai-compatibility", apis: WithMessages) with
        {
            // https://docs.fireworks.ai/tools-sdks/anthropic-compatibility
            Anthropic = new("https://api.fireworks.ai/inference", KeyHeader: KeyHeader.Bearer),
        },
        OpenAi("github-models", "https://models.github.ai/inference", "GITHUB_TOKEN",
            "https://docs.github.com/rest/models/inference", versionPath: "", apis: NoResponses),
        OpenAi("azure", null, "AZURE_OPENAI_API_KEY",
            "https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle", versionPath: "", KeyHeader.ApiKey) with
        {
            Anthropic = new(null),
        },
        OpenAi("zhipu", "https://open.bigmodel.cn/api/paas/v4", "ZHIPUAI_API_KEY",
            "https://docs.bigmodel.cn/cn/guide/develop/openai/introduction", apis: NoResponses) with
        {
            Anthropic = new("https://open.bigmodel.cn/api/anthropic", KeyHeader: KeyHeader.Bearer),
        },
        OpenAi("zai", "https://api.z.ai/api/paas/v4", "ZAI_API_KEY",
            "https://docs.z.ai/guides/develop/openai/python", apis: NoResponses) with
        {
            Anthropic = new("https://api.z.ai/api/anthropic", KeyHeader: KeyHeader.Bearer),
        },
        OpenAi("ark", "https://ark.cn-beijing.volces.com/api/v3", "ARK_API_KEY", "https://www.volcengine.com/docs/82379/1330626"),
        OpenAi("minimax", "https://api.minimax.io/v1", "MINIMAX_API_KEY",
            "https://platform.minimax.io/docs/api-reference/text-openai-api", apis: NoResponses) with
        {
            Anthropic = new("https://api.minimax.io/anthropic", KeyHeader: KeyHeader.Bearer),
        },
        OpenAi("minimax-cn", "https://api.minimaxi.com/v1", "MINIMAX_API_KEY",
            "https://platform.minimaxi.com/docs/api-reference/text-openai-api", apis: NoResponses) with
        {
            Anthropic = new("https://api.minimaxi.com/anthropic", KeyHeader: KeyHeader.Bearer),
        },
        OpenAi("dashscope", "https://dashscope.aliyuncs.com/compatible-mode/v1", "DASHSCOPE_API_KEY",
            "https://help.aliyun.com/zh/model-studio/compatibility-of-openai-with-dashscope"),
        OpenAi(
            "dashscope-intl", "https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "DASHSCOPE_API_KEY",
            "https://www.alibabacloud.com/help/en/model-studio/compatibility-of-openai-with-dashscope"),
        OpenAi("perplexity", "https://api.perplexity.ai/v1", "PERPLEXITY_API_KEY",
            "https://docs.perplexity.ai/docs/agent-api/openai-compatibility"),
        OpenAi("ollama", "http://127.0.0.1:11434/v1", "", "https://docs.ollama.com/api/openai-compatibility", apis: WithMessages),
        OpenAi("vllm", "http://127.0.0.1:8000/v1", "",
            "https://docs.vllm.ai/en/stable/serving/openai_compatible_server/", apis: WithMessages),
        OpenAi("llama-cpp", "http://127.0.0.1:8080/v1", "",
            "https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md", apis: WithMessages),
    ];

    public static IEnumerable<string> Names => All.Select(preset => preset.Name);

    /// <summary>The preset with this name, regardless of case, dashes and dots; or null.</summary>
    public static ProviderPreset? Find(string name) => All.FirstOrDefault(preset => Normalize(preset.Name) == Normalize(name));

    /// <summary>The APIs of a backend that configures none: those of its preset, or of the provider whose host it uses; None: all of its
    /// dialect.</summary>
    public static Apis ApisOf(string preset, BackendDialect dialect, string baseUrl)
    {
        if (Find(preset) is { } named)
            return named.ApiOf(dialect)?.Apis ?? Apis.None;
        var host = HostOf(baseUrl);
        return host.Length == 0 ? Apis.None
            : All.Select(each => each.ApiOf(dialect)).FirstOrDefault(api => HostOf(api?.BaseUrl) == host)?.Apis ?? Apis.None;
    }

    // On this machine the port tells little about the server.
    private static string HostOf(string? baseUrl) =>
        Uri.TryCreate(baseUrl, UriKind.Absolute, out var address) && !address.IsLoopback ? address.Host : "";

    private static ProviderPreset OpenAi(
        string name, string? baseUrl, string keyVariable, string documentation, string? versionPath = null, KeyHeader? keyHeader = null,
            Apis apis = Apis.None) =>
        new(name, keyVariable, documentation) { OpenAi = new ProviderApi(baseUrl, versionPath, keyHeader, apis) };

    private static string Normalize(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant));
}
