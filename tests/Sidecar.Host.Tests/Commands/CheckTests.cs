using System.Net;
using System.Net.Sockets;
using Sidecar.Host.Commands;
using Sidecar.Host.Tests.Configuration;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;

namespace Sidecar.Host.Tests.Commands;

/// <summary><c>check</c> says what <c>serve</c> would, and warns of what is most likely not meant.</summary>
public sealed class CheckTests : IDisposable
{
    private const string Anywhere = "sidecar.http.urls = \"http://127.0.0.1:0\"\n";

    private readonly TemporaryDirectory _directory = new();

    [Theory]
    [InlineData("http://127.0.0.1:{0}")]
    [InlineData("http://localhost:{0}")]
    [InlineData("http://127.0.0.1:0;http://127.0.0.1:{0}")]
    public async Task a_port_in_use_is_told_by_both_with_its_address(string urls)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var file = new OperatorFile($"sidecar.http.urls = \"{string.Format(null, urls, port)}\"");

        var (checkedCode, said) = await Run(["check", "-c", file.Path]);
        var (servedCode, served) = await Run(["serve", "-c", file.Path]);

        Assert.Equal((2, 1), (checkedCode, servedCode));
        var fault = $"{file.Path}:1: sidecar.http.urls: {string.Format(null, urls, port).Split(';')[^1]} is in use already";
        Assert.Contains(fault, said, StringComparison.Ordinal);
        Assert.StartsWith($"sidecar: {fault}", served, StringComparison.Ordinal);
        Assert.DoesNotContain("draining", served, StringComparison.Ordinal);
        Assert.Equal(0, (await Run(["check", "--elsewhere", "-c", file.Path])).Code);
    }

    [Fact]
    public async Task an_address_of_another_machine_is_told()
    {
        using var file = new OperatorFile("sidecar { http { urls = \"http://192.0.2.1:8080\", allow-open = true } }");

        var (code, said) = await Run(["check", "-c", file.Path]);

        Assert.Equal(2, code);
        Assert.Contains("http://192.0.2.1:8080 is an address that this machine does not have", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_same_address_twice_is_told()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        using var file = new OperatorFile($"sidecar.http.urls = \"http://127.0.0.1:{port};http://127.0.0.1:{port}\"");

        Assert.Contains("is in use already", (await Run(["check", "-c", file.Path])).Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_data_directory_that_is_a_file_is_told()
    {
        var path = Path.Combine(_directory.Path, "occupied");
        await File.WriteAllTextAsync(path, "");
        using var file = new OperatorFile(Anywhere + $"sidecar.data-dir = \"{path}\"");
        using var beneath = new OperatorFile(Anywhere + $"sidecar.data-dir = \"{path}/data\"");

        Assert.Contains($"{file.Path}:2: sidecar.data-dir: {path} is a file, not a directory",
            (await Run(["check", "-c", file.Path], isElse: true)).Said, StringComparison.Ordinal);
        Assert.Contains($"sidecar.data-dir: {path}/data cannot be created: {path} is a file, not a directory",
            (await Run(["check", "-c", beneath.Path], isElse: true)).Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task it_creates_nothing()
    {
        var path = Path.Combine(_directory.Path, "not", "yet");
        using var file = new OperatorFile(Anywhere + $"sidecar.data-dir = \"{path}\"");

        Assert.Equal(0, (await Run(["check", "-c", file.Path], isElse: true)).Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory.Path));
    }

    [Fact]
    public async Task a_second_server_over_the_directory_is_told_and_the_one_that_serves_it_may_be_checked()
    {
        await using var sidecar = await RunningSidecar.Start(Settings.Calm);
        using var other = new OperatorFile(Anywhere + $"sidecar.data-dir = \"{sidecar.DataDirectory}\"");
        using var same = new OperatorFile(
            $"sidecar {{ http.urls = \"{sidecar.Address.ToString().TrimEnd('/')}\", data-dir = \"{sidecar.DataDirectory}\" }}");

        var (code, said) = await Run(["check", "-c", other.Path], isElse: true);
        var (sameCode, sameSaid) = await Run(["check", "-c", same.Path], isElse: true);

        Assert.Equal((2, 0), (code, sameCode));
        Assert.Contains($"{sidecar.DataDirectory} is in use by another Sidecar", said, StringComparison.Ordinal);
        Assert.Contains("A reload (SIGHUP) takes this configuration", sameSaid, StringComparison.Ordinal);
        // What was looked at is still held.
        Assert.Equal(2, (await Run(["check", "-c", other.Path], isElse: true)).Code);
    }

    [Theory]
    [InlineData("model-aliases { fast = gpt }", "sidecar.model-aliases.fast: no enabled backend serves 'gpt'")]
    [InlineData("model-aliases { a = b, b = m }", "sidecar.model-aliases.a: 'b' is an alias too")]
    [InlineData("backends.x.pool = fallback", "sidecar.pools: no enabled backend is in primary")]
    [InlineData("backends.x.enabled = false", "sidecar.backends: none is enabled")]
    [InlineData("cooldown.learn = off", "sidecar.backends.x.rpm: no limit is told, and none is learnt")]
    [InlineData("backends.x.api-key = \"'sk-x'\"", "sidecar.backends.x: its key stands in quotes")]
    public async Task it_warns_of(string line, string warning)
    {
        using var file = new OperatorFile(Anywhere
            + "sidecar.backends.x { pool = primary, base-url = \"https://x/v1\", models = [{ name = m }] }\n" + $"sidecar {{\n{line}\n}}");

        var (code, said) = await Run(["check", "-c", file.Path]);

        Assert.Equal(0, code);
        Assert.Contains($"Warning: {warning}", said, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-x", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task it_warns_of_nothing_where_there_is_nothing()
    {
        using var file = new OperatorFile(Anywhere + "sidecar { backends.x { pool = primary, base-url = \"https://x/v1\", api-key = k }\n"
            + "model-aliases { fast = big }\n}");

        Assert.DoesNotContain("Warning", (await Run(["check", "-c", file.Path])).Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS", "where to listen is sidecar.http.urls")]
    [InlineData("HTTPS_PROXY", "a proxy is told for each backend")]
    [InlineData("https_proxy", "a proxy is told for each backend")]
    public async Task it_warns_of_variables_that_are_ignored(string variable, string hint)
    {
        using var file = new OperatorFile(Anywhere + "sidecar.backends.x { pool = primary, base-url = \"https://x/v1\", api-key = k }");

        var (code, said) = await Run(["check", "-c", file.Path], isElse: false, (variable, "http://127.0.0.1:3128"));

        Assert.Equal(0, code);
        Assert.Contains($"Warning: {variable} is set and ignored: {hint}", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_key_that_a_comment_would_cut_is_refused_without_being_repeated()
    {
        using var file = new OperatorFile("sidecar.backends.x {\n  api-key = sk#abc\n}");

        var (code, said) = await Run(["check", "-c", file.Path]);

        Assert.Equal(2, code);
        Assert.Contains($"{file.Path}:2: sidecar.backends.x.api-key: column 15: '#' begins a comment", said, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model_list:\n  - model_name: gpt\n    litellm_params:\n      model: openai/gpt\n", "is a configuration of LiteLLM (YAML): 'setup --from ")]
    [InlineData("# mine\nsidecar:\n  http:\n    urls: http://127.0.0.1:1\n", "is YAML; Sidecar reads HOCON")]
    [InlineData("servers:\n  - name: a\n", "is YAML; Sidecar reads HOCON")]
    public async Task yaml_is_recognised(string text, string message)
    {
        using var file = new OperatorFile(text);

        var (code, said) = await Run(["check", "-c", file.Path]);

        Assert.Equal(2, code);
        Assert.Contains($"{file.Path}: {message}", said, StringComparison.Ordinal);
        Assert.Contains("1 fault", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sidecar {\n  http {\n    drian = 1s\n  }\n}")]
    [InlineData("sidecar {\n  backends {\n    x:\n      pool: primary\n  }\n}")]
    public async Task hocon_with_a_fault_stays_hocon(string text)
    {
        using var file = new OperatorFile(text);

        var (code, said) = await Run(["check", "-c", file.Path]);

        Assert.Equal(2, code);
        Assert.DoesNotContain("YAML", said, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private async Task<(int Code, string Said)> Run(string[] words, bool isElse = false, params (string Name, string Value)[] variables)
    {
        await using var output = new StringWriter();
        var environment = variables.ToDictionary(v => v.Name, v => v.Value);
        if (!isElse)
            environment["Sidecar__DataDir"] = Path.Combine(_directory.Path, "data");
        var code = await CommandLine.RunAsync(words, new CommandContext(environment, output, output));
        return (code, output.ToString());
    }
}
