namespace Sidecar.Diagnostics;

/// <summary>The provider behind a base URL, in the conventions' words: the values of <c>gen_ai.provider.name</c>, and Sidecar's own for
/// two that the conventions do not name.</summary>
internal static class GenAiProviders
{
    /// <summary>Also used for unknown providers: the conventions then ask for the flavour of the API, and all of them speak
    /// OpenAI's.</summary>
    public const string OpenAi = "openai";

    private static readonly (string Domain, string Name)[] Known =
    [
        ("openai.azure.com", "azure.ai.openai"),
        ("services.ai.azure.com", "azure.ai.inference"),
        ("amazonaws.com", "aws.bedrock"),
        ("generativelanguage.googleapis.com", "gcp.gemini"),
        ("aiplatform.googleapis.com", "gcp.vertex_ai"),
        ("anthropic.com", "anthropic"),
        ("cohere.com", "cohere"),
        ("cohere.ai", "cohere"),
        ("deepseek.com", "deepseek"),
        ("groq.com", "groq"),
        ("ml.cloud.ibm.com", "ibm.watsonx.ai"),
        ("mistral.ai", "mistral_ai"),
        ("perplexity.ai", "perplexity"),
        ("x.ai", "x_ai"),
        ("nvidia.com", "nvidia"),
        ("openrouter.ai", "openrouter"),
    ];

    public static string Of(string host)
    {
        foreach (var (domain, name) in Known)
            if (host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
                && (host.Length == domain.Length || host[^(domain.Length + 1)] == '.'))
                return name;
        return OpenAi;
    }
}
