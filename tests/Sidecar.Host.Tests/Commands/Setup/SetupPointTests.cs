using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sidecar.Host.Tests.Commands.Setup;

/// <summary>What <c>setup --point</c> does to agents' files, and what <c>--undo</c> does afterwards.</summary>
public sealed class SetupPointTests
{
    private const string Url = "http://127.0.0.1:8080";
    private const string Model = "meta/llama-3.1-8b-instruct";

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The agent, its file, the file's text, and the comments and values that must still be there afterwards, unchanged.</summary>
    public static TheoryData<string, string, string, string[]> Files => new()
    {
        { "claude-code", ".claude/settings.json",
            "{\n  \"permissions\": { \"allow\": [\"Bash(ls:*)\"] },\n  \"env\": {\n    \"A\": \"b\"\n  }\n}\n",
            ["\"permissions\": { \"allow\": [\"Bash(ls:*)\"] }", "\"A\": \"b\""] },
        { "claude-code", ".claude/settings.json", "{\r\n\t\"model\": \"opus\"\r\n}",
            ["{\r\n\t\"model\": \"opus\",\r\n\t\"env\": {\r\n\t\t\"ANTHROPIC_BASE_URL\""] },
        { "claude-code", ".claude/settings.json", "", [] },
        { "codex", ".codex/config.toml",
            "# mine\nmodel = 'o4' # best\nnotify = [\n  \"[x]\", # odd\n]\n\n[mcp_servers.\"a.b\"]\ncommand = \"npx\"\n",
            ["# mine\n", "# best\n", "  \"[x]\", # odd\n]\nmodel_provider", "[mcp_servers.\"a.b\"]\ncommand = \"npx\"\n"] },
        { "codex", ".codex/config.toml", "[tui]\r\nx = \"\"\"\r\n[model_providers.sidecar]\r\n\"\"\"",
            ["[tui]\r\nx = \"\"\"\r\n[model_providers.sidecar]\r\n\"\"\"\r\n"] },
        { "opencode", ".config/opencode/opencode.json", "{\n  // mine\n  \"theme\": \"x\", // dark\n}\n",
            ["  // mine\n  \"theme\": \"x\", // dark\n"] },
        { "opencode", ".config/opencode/opencode.jsonc", "{ \"model\": \"a/b\" /* x */ }", ["/* x */"] },
        { "qwen-code", ".qwen/settings.json",
            "{\n    \"modelProviders\": {\n        \"openai\": [\n            { \"id\": \"q\", \"envKey\": \"K\" } // mine\n        ]\n   "
                + " }\n}", ["{ \"id\": \"q\", \"envKey\": \"K\" }, // mine\n            {\n                \"id\""] },
        { "pi", ".pi/agent/models.json", "{ \"providers\": { \"ollama\": { \"models\": [] } } }", ["\"ollama\": { \"models\": [] }"] },
        { "pi", ".pi/agent/settings.json", "{\"theme\":\"dark\"}", ["\"theme\":\"dark\""] },
        { "openclaw", ".openclaw/openclaw.json",
            "{\n\t// json5\n\tagents: { defaults: { model: 'a/b', workspace: '~/x', }, },\n\t'gateway': { port: 0x1F90 }, // mine\n}\n",
            ["\t// json5\n", "workspace: '~/x', }, },\n\t'gateway': { port: 0x1F90 }, // mine\n\t\"models\": {\n\t\t\"providers\""] },
        { "openclaw", ".openclaw/openclaw.json",
            "{\"agents\":{\"defaults\":{\"model\":{\"primary\":\"a/b\",\"fallbacks\":[\"c/d\"]},\"models\":{\"a/b\":{}}}}}",
            ["\"fallbacks\":[\"c/d\"]", "\"a/b\":{}"] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task the_file_points_at_sidecar_keeps_what_it_held_and_comes_back_byte_for_byte(
        string agent, string file, string text, string[] kept)
    {
        using var home = SetupHome.WithKeys();
        home.Write(file, text);
        var before = home.Files();

        Assert.Equal(0, await home.Run("--point", agent, "--model", Model, "--yes"));
        var pointed = home.Read(file);
        Assert.Equal(text, home.Read(file + ".before-sidecar"));
        Assert.All(kept, part => Assert.Contains(part, pointed, StringComparison.Ordinal));
        Assert.Contains(file.EndsWith("pi/agent/settings.json", StringComparison.Ordinal) ? "sidecar" : Url, pointed,
            StringComparison.Ordinal);

        var files = home.Files();
        Assert.Equal(0, await home.Run("--point", agent, "--model", Model, "--yes"));
        Assert.Contains("already", home.Output, StringComparison.Ordinal);
        Assert.Equal(files, home.Files());

        Assert.Equal(0, await home.Run("--undo"));
        File.Delete(home.Config);
        Assert.Equal(before, home.Files());
        Assert.Equal(0, await home.Run("--undo"));
        Assert.Contains("nothing to undo", home.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task what_others_wrote_since_stays_when_it_is_undone(string agent, string file, string text, string[] _)
    {
        using var home = SetupHome.WithKeys();
        home.Write(file, text);
        Assert.Equal(0, await home.Run("--point", agent, "--model", Model, "--yes"));
        var isToml = file.EndsWith(".toml", StringComparison.Ordinal);
        var pointed = home.Read(file);
        var changed = isToml ? "added = 1\n" + pointed : string.Concat("{\"added\":1,", pointed.AsSpan(pointed.IndexOf('{') + 1));
        home.Write(file, changed);

        Assert.Equal(0, await home.Run("--undo"));
        var undone = home.Read(file);
        Assert.StartsWith(isToml ? "added = 1" : "{\"added\":1", undone, StringComparison.Ordinal);
        Assert.DoesNotContain(Url, undone, StringComparison.Ordinal);
        Assert.DoesNotContain(Model, undone, StringComparison.Ordinal);
        if (isToml)
            Assert.Equal(text.ReplaceLineEndings("\n").Trim(), undone.ReplaceLineEndings("\n")["added = 1\n".Length..]
                .Replace("\"o4\"", "'o4'", StringComparison.Ordinal).Trim());
        else if (!text.Contains("0x", StringComparison.Ordinal))
        {
            var expected = JsonNode.Parse(text.Length == 0 ? "{}" : text, documentOptions: Lenient)!;
            expected["added"] = 1;
            Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(undone, documentOptions: Lenient)), undone);
        }
        Assert.False(File.Exists(home.At(file + ".before-sidecar")));
    }

    [Theory]
    [InlineData("claude-code", ".claude/settings.json", """{"env":{"ANTHROPIC_BASE_URL":"http://127.0.0.1:8080","ANTHROPIC_AUTH_TOKEN":"sidecar","ANTHROPIC_MODEL":"M","ANTHROPIC_DEFAULT_OPUS_MODEL":"M","ANTHROPIC_DEFAULT_SONNET_MODEL":"M","ANTHROPIC_DEFAULT_HAIKU_MODEL":"M"}}""")]
    [InlineData("opencode", ".config/opencode/opencode.json", """{"provider":{"sidecar":{"npm":"@ai-sdk/openai-compatible","name":"Sidecar","options":{"baseURL":"http://127.0.0.1:8080/v1","apiKey":"sidecar"},"models":{"M":{"name":"M"}}}},"model":"sidecar/M"}""")]
    [InlineData("qwen-code", ".qwen/settings.json", """{"modelProviders":{"openai":[{"id":"M","name":"Sidecar","baseUrl":"http://127.0.0.1:8080/v1","envKey":"SIDECAR_API_KEY"}]},"env":{"SIDECAR_API_KEY":"sidecar"},"security":{"auth":{"selectedType":"openai"}},"model":{"name":"M"}}""")]
    [InlineData("pi", ".pi/agent/settings.json", """{"defaultProvider":"sidecar","defaultModel":"M"}""")]
    [InlineData("pi", ".pi/agent/models.json", """{"providers":{"sidecar":{"baseUrl":"http://127.0.0.1:8080/v1","apiKey":"sidecar","api":"openai-completions","models":[{"id":"M","name":"M"}]}}}""")]
    [InlineData("openclaw", ".openclaw/openclaw.json", """{"models":{"providers":{"sidecar":{"baseUrl":"http://127.0.0.1:8080/v1","apiKey":"sidecar","api":"openai-completions","models":[{"id":"M","name":"M"}]}}},"agents":{"defaults":{"model":{"primary":"sidecar/M"}}}}""")]
    [InlineData("codex", ".codex/config.toml",
        "model = \"M\"\nmodel_provider = \"sidecar\"\n\n[model_providers.sidecar]\nname = \"Sidecar\"\nbase_url = "
            + "\"http://127.0.0.1:8080/v1\"\nwire_api = \"responses\"\n")]
    public async Task a_file_that_was_not_there_is_made_for_its_owner_alone_and_removed_again(string agent, string file, string expected)
    {
        using var home = SetupHome.WithKeys();
        Assert.Equal(0, await home.Run("--point", agent, "--model", "M", "--yes"));
        if (file.EndsWith(".toml", StringComparison.Ordinal))
            Assert.Equal(expected, home.Read(file));
        else
            Assert.Equal(expected, JsonNode.Parse(home.Read(file))!.ToJsonString(
                new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(home.At(file)));
        Assert.Equal(0, await home.Run("--undo"));
        Assert.Equal(["sidecar.conf"], home.Files().Keys);
    }

    // OpenAI's own search, which Codex offers unless told otherwise, is of no chat API.
    [Theory]
    [InlineData("NVIDIA_API_KEY", "web_search = \"disabled\"\n")]
    [InlineData("OPENAI_API_KEY", "")]
    public async Task codex_offers_no_search_where_every_key_is_for_a_chat_api(string key, string expected)
    {
        using var home = new SetupHome((key, SetupHome.Secret));
        Assert.Equal(0, await home.Run("--point", "codex", "--model", "M", "--yes"));
        Assert.StartsWith(
            $"model = \"M\"\nmodel_provider = \"sidecar\"\n{expected}\n", home.Read(".codex/config.toml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task pointed_again_with_another_model_it_still_comes_back_as_it_was_at_first()
    {
        using var home = SetupHome.WithKeys();
        home.Write(".claude/settings.json", "{ \"env\": { \"ANTHROPIC_MODEL\": \"mine\" } }");
        var before = home.Files();
        Assert.Equal(0, await home.Run("--point", "claude-code", "--model", "a", "--yes"));
        Assert.Equal(0, await home.Run("--point", "claude-code", "--model", "b", "--yes"));
        Assert.Contains("\"ANTHROPIC_MODEL\": \"b\"", home.Read(".claude/settings.json"), StringComparison.Ordinal);
        Assert.Equal(0, await home.Run("--undo"));
        File.Delete(home.Config);
        Assert.Equal(before, home.Files());
    }

    [Fact]
    public async Task pointed_again_over_a_changed_file_the_change_stays_and_the_first_value_comes_back()
    {
        using var home = SetupHome.WithKeys();
        var file = home.Write(".claude/settings.json", "{ \"env\": { \"ANTHROPIC_MODEL\": \"mine\" } }");
        Assert.Equal(0, await home.Run("--point", "claude-code", "--model", "a", "--yes"));
        File.WriteAllText(file, home.Read(".claude/settings.json")
            .Replace("{ \"env\"", "{ \"theme\": \"dark\", \"env\"", StringComparison.Ordinal));
        Assert.Equal(0, await home.Run("--point", "claude-code", "--model", "b", "--yes"));
        Assert.Equal(0, await home.Run("--undo"));
        Assert.Equal("""{"theme":"dark","env":{"ANTHROPIC_MODEL":"mine"}}""", JsonNode.Parse(home.Read(".claude/settings.json"))!.ToJsonString());
    }

    [Fact]
    public async Task a_value_that_its_owner_changed_since_is_left_to_him()
    {
        using var home = SetupHome.WithKeys();
        var file = home.Write(".claude/settings.json", "{}");
        Assert.Equal(0, await home.Run("--point", "claude-code", "--model", "a", "--yes"));
        File.WriteAllText(file, home.Read(".claude/settings.json").Replace(Url, "https://elsewhere", StringComparison.Ordinal));
        Assert.Equal(0, await home.Run("--undo"));
        Assert.Equal("""{"env":{"ANTHROPIC_BASE_URL":"https://elsewhere"}}""", JsonNode.Parse(home.Read(".claude/settings.json"))!.ToJsonString());
    }

    [Fact]
    public async Task a_link_stays_a_link_and_a_mode_stays_as_it_is()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var home = SetupHome.WithKeys();
        var real = home.Write("dotfiles/claude.json", "{}");
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Directory.CreateDirectory(home.At(".claude"));
        File.CreateSymbolicLink(home.At(".claude/settings.json"), real);
        Assert.Equal(0, await home.Run("--point", "claude-code", "--model", "a", "--yes"));
        Assert.Contains(Url, File.ReadAllText(real), StringComparison.Ordinal);
        Assert.NotNull(new FileInfo(home.At(".claude/settings.json")).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(real));
        Assert.Equal(0, await home.Run("--undo"));
        Assert.Equal("{}", File.ReadAllText(real));
        Assert.NotNull(new FileInfo(home.At(".claude/settings.json")).LinkTarget);
    }

    [Theory]
    [InlineData("claude-code", ".claude/settings.json", "{ \"env\": ")]
    [InlineData("claude-code", ".claude/settings.json", "{ \"env\": [] }")]
    [InlineData("claude-code", ".claude/settings.json", "[]")]
    [InlineData("codex", ".codex/config.toml", "model = \"x\nb = 1")]
    [InlineData("codex", ".codex/config.toml", "model_providers = { }")]
    public async Task a_file_that_is_not_as_it_should_be_is_left_alone_and_nothing_else_is_written(string agent, string file, string text)
    {
        using var home = SetupHome.WithKeys();
        home.Write(file, text);
        var before = home.Files();
        Assert.Equal(2, await home.Run("--point", $"{agent},pi", "--model", "a", "--yes"));
        Assert.Contains($"{file}: ", home.Error, StringComparison.Ordinal);
        Assert.Equal(before, home.Files());
    }

    [Fact]
    public async Task an_agent_without_a_model_of_its_own_must_be_told_one()
    {
        using var home = SetupHome.WithKeys();
        Assert.Equal(2, await home.Run("--point", "claude-code", "--yes"));
        Assert.Contains("--model", home.Error, StringComparison.Ordinal);
        Assert.Empty(home.Files());

        using var own = new SetupHome(("ANTHROPIC_API_KEY", "a"), ("OPENAI_API_KEY", "b"));
        Assert.Equal(0, await own.Run("--point", "claude-code,codex", "--yes"));
        Assert.DoesNotContain("ANTHROPIC_MODEL", own.Read(".claude/settings.json"), StringComparison.Ordinal);
        Assert.StartsWith("model_provider", own.Read(".codex/config.toml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_key_that_claude_code_has_is_not_joined_by_another()
    {
        using var home = SetupHome.WithKeys();
        home.Write(".claude/settings.json", "{\"env\":{\"ANTHROPIC_API_KEY\":\"sk-ant-own\"}}");
        Assert.Equal(0, await home.Run("--point", "claude-code", "--model", "a", "--yes"));
        Assert.DoesNotContain("AUTH_TOKEN", home.Read(".claude/settings.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_address_is_that_of_the_configuration_which_stays()
    {
        using var home = SetupHome.WithKeys();
        home.Write("sidecar.conf",
            "sidecar { http.urls = \"http://0.0.0.0:9999\", http.allow-open = true, backends.n { preset = nvidia, api-key-env = "
                + "NVIDIA_API_KEY } }");
        Assert.Equal(0, await home.Run("--point", "codex", "--model", "a", "--yes"));
        Assert.Contains("\"http://127.0.0.1:9999/v1\"", home.Read(".codex/config.toml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task one_agent_of_two_can_be_undone()
    {
        using var home = SetupHome.WithKeys();
        Assert.Equal(0, await home.Run("--point", "codex,pi", "--model", "a", "--yes"));
        Assert.Equal(0, await home.Run("--undo", "codex"));
        Assert.False(File.Exists(home.At(".codex/config.toml")));
        Assert.True(File.Exists(home.At(".pi/agent/models.json")));
        Assert.Equal(2, await home.Run("--undo", "nobody"));
        Assert.Equal(2, await home.Run("--point", "codx"));
    }
}
