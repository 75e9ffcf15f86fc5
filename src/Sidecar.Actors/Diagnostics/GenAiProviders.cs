namespace Sidecar.Diagnostics;

/// <summary>Who stands behind a base URL, in the conventions' words: the values of <c>gen_ai.provider.name</c>, and our own for two that
/// these do not name.</summary>
internal static class GenAiProviders
{
    /// <summary>Also of whoever is unknown: the conventions ask for the flavour of the API then, and that is what everybody here
    /// speaks.</summary>
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
