using System.Text.Json;
using System.Text.Json.Nodes;
using Sidecar.Host.Commands.Setup.Editing;

namespace Sidecar.Host.Commands.Setup.Agents;

/// <summary>The agents that <c>setup</c> knows, according to their public documentation (<c>docs/setup.md</c> has the links).</summary>
internal static class KnownAgents
{
    private const string QwenKey = "SIDECAR_API_KEY";

    private static readonly JsonAgentText Json = new();

    private static readonly string[] ClaudeModels =
        ["ANTHROPIC_MODEL", "ANTHROPIC_DEFAULT_OPUS_MODEL", "ANTHROPIC_DEFAULT_SONNET_MODEL", "ANTHROPIC_DEFAULT_HAIKU_MODEL"];

    private static readonly JsonSerializerOptions Legible = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IReadOnlyList<Agent> All { get; } =
    [
        new("claude-code", "Claude Code", "anthropic",
            home => [new(Path.Combine(home.Under("CLAUDE_CONFIG_DIR", ".claude"), "settings.json"), Json, ClaudeCode)]),
        new("codex", "Codex", "openai",
            home => [new(Path.Combine(home.Under("CODEX_HOME", ".codex"), "config.toml"), new TomlAgentText(), Codex)]),
        new("opencode", "OpenCode", null, home => [new(OpenCodeFile(home), Json, OpenCode)]),
        new("qwen-code", "Qwen Code", null, home => [new(Path.Combine(home.Directory, ".qwen", "settings.json"), Json, QwenCode)]),
        new("pi", "pi", null, PiFiles),
        new("openclaw", "OpenClaw", null, home => [new(OpenClawFile(home), Json, OpenClaw)]),
    ];

    private static List<AgentEdit> ClaudeCode(string text, PointTarget target)
    {
        var edits = new List<AgentEdit> { Edit(target.Url, "env", "ANTHROPIC_BASE_URL") };
        // Claude Code warns about two credentials; an existing one is enough, and goes no further than Sidecar.
        if (Json.Get(text, ["env", "ANTHROPIC_API_KEY"]) is null && Json.Get(text, ["apiKeyHelper"]) is null)
            edits.Add(Edit(PointTarget.Key, "env", "ANTHROPIC_AUTH_TOKEN"));
        if (target.Model is { } model)
            edits.AddRange(ClaudeModels.Select(name => Edit(model, "env", name)));
        return edits;
    }

    private static List<AgentEdit> Codex(string text, PointTarget target) =>
    [
        .. target.Model is { } model ? [Edit(model, "model")] : Array.Empty<AgentEdit>(),
        Edit("sidecar", "model_provider"),
        // Codex offers OpenAI's own search unless it is told otherwise, and no chat API has it.
        .. target.HasResponses ? Array.Empty<AgentEdit>() : [Edit("disabled", "web_search")],
        Edit("Sidecar", "model_providers", "sidecar", "name"),
        Edit(target.V1, "model_providers", "sidecar", "base_url"),
        Edit("responses", "model_providers", "sidecar", "wire_api"),
    ];

    private static List<AgentEdit> OpenCode(string text, PointTarget target) =>
    [
        Edit(new JsonObject
        {
            ["npm"] = "@ai-sdk/openai-compatible",
            ["name"] = "Sidecar",
            ["options"] = new JsonObject { ["baseURL"] = target.V1, ["apiKey"] = PointTarget.Key },
            ["models"] = new JsonObject { [target.Model!] = new JsonObject { ["name"] = target.Model } },
        }, "provider", "sidecar"),
        Edit($"sidecar/{target.Model}", "model"),
    ];

    private static List<AgentEdit> QwenCode(string text, PointTarget target) =>
    [
        Edit(new JsonObject
        {
            ["id"] = target.Model, ["name"] = "Sidecar", ["baseUrl"] = target.V1, ["envKey"] = QwenKey,
        }, "modelProviders", "openai", $"[envKey={QwenKey}]"),
        Edit(PointTarget.Key, "env", QwenKey),
        Edit("openai", "security", "auth", "selectedType"),
        Edit(target.Model!, "model", "name"),
    ];

    private static List<AgentFile> PiFiles(AgentHome home)
    {
        var directory = home.Under("PI_CODING_AGENT_DIR", Path.Combine(".pi", "agent"));
        return
        [
            new(Path.Combine(directory, "models.json"), Json, (_, target) => [Edit(ChatProvider(target), "providers", "sidecar")]),
            new(Path.Combine(directory, "settings.json"), Json,
                (_, target) => [Edit("sidecar", "defaultProvider"), Edit(target.Model!, "defaultModel")]),
        ];
    }

    private static List<AgentEdit> OpenClaw(string text, PointTarget target)
    {
        var name = $"sidecar/{target.Model}";
        // The primary model may be written alone, or together with its fallbacks.
        string[] primary = Json.Get(text, ["agents", "defaults", "model"]) is { } written && written[0] is '"' or '\''
            ? ["agents", "defaults", "model"] : ["agents", "defaults", "model", "primary"];
        var edits = new List<AgentEdit> { Edit(ChatProvider(target), "models", "providers", "sidecar"), Edit(name, primary) };
        // If models are listed, all others are refused.
        string[] listed = ["agents", "defaults", "models"];
        if (Json.Get(text, listed) is not null && Json.Get(text, [.. listed, name]) is null)
            edits.Add(Edit(new JsonObject(), [.. listed, name]));
        return edits;
    }

    private static JsonObject ChatProvider(PointTarget target) => new()
    {
        ["baseUrl"] = target.V1,
        ["apiKey"] = PointTarget.Key,
        ["api"] = "openai-completions",
        ["models"] = new JsonArray(new JsonObject { ["id"] = target.Model, ["name"] = target.Model }),
    };

    private static string OpenCodeFile(AgentHome home)
    {
        if (home.Named("OPENCODE_CONFIG") is { } named)
            return named;
        var directory = Path.Combine(home.Under("XDG_CONFIG_HOME", ".config"), "opencode");
        var commented = Path.Combine(directory, "opencode.jsonc");
        return File.Exists(commented) ? commented : Path.Combine(directory, "opencode.json");
    }

    private static string OpenClawFile(AgentHome home) => home.Named("OPENCLAW_CONFIG_PATH")
        ?? Path.Combine(home.Under("OPENCLAW_STATE_DIR", ".openclaw"), "openclaw.json");

    // Strings are written in the same way in JSON and TOML.
    private static AgentEdit Edit(JsonNode value, params string[] path) => new(path, value.ToJsonString(Legible));
}
