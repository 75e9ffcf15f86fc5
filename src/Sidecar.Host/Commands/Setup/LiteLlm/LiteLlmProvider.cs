using Sidecar.Domain.Backends;

namespace Sidecar.Host.Commands.Setup.LiteLlm;

/// <summary>A provider by LiteLLM's name, which stands before a model's slash.</summary>
/// <remarks>Names and variables: https://docs.litellm.ai/docs/providers, as of 2026-11.</remarks>
/// <param name="Preset">Sidecar's preset; empty: an address of the operator's own that speaks OpenAI's API.</param>
/// <param name="KeyVariable">The variable that LiteLLM reads where the file names none; null: the preset's.</param>
internal sealed record LiteLlmProvider(string Name, string Preset, string? KeyVariable = null)
{
    private static readonly LiteLlmProvider[] All =
    [
        new("openai", "openai"), new("text-completion-openai", "openai"), new("azure", "azure", "AZURE_API_KEY"),
        new("anthropic", "anthropic"), new("groq", "groq"), new("openrouter", "openrouter"),
        new("nvidia_nim", "nvidia", "NVIDIA_NIM_API_KEY"), new("gemini", "gemini"), new("mistral", "mistral"),
        new("deepseek", "deepseek"), new("xai", "xai"), new("cerebras", "cerebras"),
        new("together_ai", "together", "TOGETHERAI_API_KEY"), new("fireworks_ai", "fireworks", "FIREWORKS_AI_API_KEY"),
        new("github", "github-models", "GITHUB_API_KEY"), new("zai", "zai"), new("volcengine", "ark", "VOLCENGINE_API_KEY"),
        new("minimax", "minimax"), new("dashscope", "dashscope"), new("perplexity", "perplexity", "PERPLEXITYAI_API_KEY"),
        new("ollama", "ollama"), new("ollama_chat", "ollama"), new("hosted_vllm", "vllm"), new("openai_like", ""),
        new("custom_openai", ""), new("lm_studio", ""), new("litellm_proxy", ""), new("llamafile", ""),
    ];

    // What LiteLLM takes for OpenAI's and Anthropic's without a provider's name.
    private static readonly (string Beginning, string Provider)[] Known =
        [("gpt-", "openai"), ("chatgpt-", "openai"), ("o1", "openai"), ("o3", "openai"), ("o4", "openai"),
            ("text-embedding-", "openai"), ("claude-", "anthropic")];

    /// <summary>The provider and its own name of the model; null: it speaks nothing that Sidecar speaks, or is unknown.</summary>
    /// <param name="model">As the file names it.</param>
    /// <param name="hasAddress">Whether the file gives an address.</param>
    public static (LiteLlmProvider Provider, string Model)? Find(string model, bool hasAddress)
    {
        if (model.Split('/', 2) is [var prefix, var rest] && Named(prefix) is { } named)
            return (named, rest);
        if (Known.FirstOrDefault(known => model.StartsWith(known.Beginning, StringComparison.Ordinal)).Provider is { } provider)
            return (Named(provider)!, model);
        return hasAddress && !model.Contains('/', StringComparison.Ordinal) ? (Named("openai_like")!, model) : null;
    }

    /// <summary>Where the file names no key; null: it needs none.</summary>
    public string? DefaultKey => KeyVariable ?? (ProviderPresets.Find(Preset)?.KeyVariable is { Length: > 0 } variable ? variable : null);

    private static LiteLlmProvider? Named(string name) => Array.Find(All, each => each.Name == name);
}
