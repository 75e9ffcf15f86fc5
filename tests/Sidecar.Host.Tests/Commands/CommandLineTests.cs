using System.Net;
using System.Net.Sockets;
using Sidecar.Host.Commands;
using Sidecar.Host.Tests.Configuration;

namespace Sidecar.Host.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private string[] Output => _output.ToString().TrimEnd().Split(_output.NewLine);

    private string[] Error => _error.ToString().TrimEnd().Split(_error.NewLine);

    [Fact]
    public async Task check_prints_every_fault_and_their_number()
    {
        using var file = new OperatorFile("sidecar {\n  routing.max-attempts = 0\n  http.drian = 1s\n}");
        Assert.Equal(2, await Run(["check", "--config", file.Path]));
        Assert.Equal(
            [$"{file.Path}:2: sidecar.routing.max-attempts: must be between 1 and 100",
                $"{file.Path}:3: sidecar.http.drian: unknown key (did you mean drain?)", "2 faults"],
            Output);
    }

    [Fact]
    public async Task check_counts_a_single_fault_in_the_singular()
    {
        Assert.Equal(2, await Run(["--config=/not/there", "check"]));
        Assert.Equal(["/not/there: does not exist", "1 fault"], Output);
    }

    [Fact]
    public async Task check_shows_what_would_run()
    {
        using var file = new OperatorFile("""
            sidecar.backends {
              n { pool = primary, base-url = "https://n/v1", api-key = s3cret, rpm = 40, tpm = 9, max-concurrency = 2 }
              longer { pool = fallback, base-url = "https://l/v1", models = [{ name = m }], enabled = false }
            }
            """);
        Assert.Equal(0, await Run(["check", "--elsewhere", "-c", file.Path]));
        Assert.Equal("The configuration is valid.", Output[0]);
        Assert.Contains("  n       https://n/v1  key ***, rpm 40, tpm 9, 2 at once, any model", Output);
        Assert.Contains("  longer  https://l/v1  key of the client, no rpm limit, 1 model, disabled", Output);
        Assert.DoesNotContain("s3cret", _output.ToString(), StringComparison.Ordinal);
        Assert.True(Output.Length <= 24);
    }

    [Fact]
    public async Task check_says_how_to_add_a_backend_and_which_came_by_themselves()
    {
        Assert.Equal(0, await Run(["check", "--elsewhere"]));
        Assert.Contains("NVIDIA_API_KEY", Output[^1], StringComparison.Ordinal);
        Assert.Equal(0, await Run(["check", "--elsewhere"], ("GROQ_API_KEY", "gsk")));
        Assert.Equal("Backend groq exists because GROQ_API_KEY is set and no backend is configured.", Output[^1]);
    }

    [Theory]
    [InlineData("bogus")]
    [InlineData("check", "--nope")]
    [InlineData("--config")]
    [InlineData("check", "--config", "a", "--config", "b")]
    [InlineData("serve", "extra")]
    public async Task bad_usage_ends_with_2(params string[] args)
    {
        Assert.Equal(2, await Run(args));
        Assert.StartsWith("sidecar: ", Error[0], StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task help_and_version_end_with_0()
    {
        Assert.Equal(0, await Run(["--help"]));
        Assert.Contains("--config <FILE>", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await Run(["--version"]));
        Assert.Empty(_error.ToString());
    }

    [Theory]
    [InlineData("serve")]
    [InlineData]
    public async Task serve_refuses_a_faulty_configuration(params string[] command)
    {
        using var file = new OperatorFile("sidecar {");
        Assert.Equal(2, await Run([.. command, "--config", file.Path]));
        Assert.Equal([$"{file.Path}:1: sidecar: column 9: '{{' is opened but never closed", "1 fault"], Error);
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task serve_says_in_one_line_that_its_port_is_taken()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        var data = Directory.CreateTempSubdirectory("sidecar-");
        using var file = new OperatorFile($"sidecar {{ http.urls = \"{address}\", data-dir = \"{data.FullName}\" }}");
        Assert.Equal(1, await Run(["serve", "--config", file.Path]));
        Assert.StartsWith($"sidecar: {file.Path}:1: sidecar.http.urls: {address} is in use already", Assert.Single(Error),
            StringComparison.Ordinal);
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task serve_says_in_one_line_that_its_data_directory_is_of_no_use()
    {
        using var file = new OperatorFile("");
        Assert.Equal(1, await Run(["serve"], ("Sidecar__DataDir", file.Path), ("Sidecar__Http__Urls", "http://127.0.0.1:0")));
        Assert.Equal($"sidecar: environment variable Sidecar__DataDir: sidecar.data-dir: {file.Path} is a file, not a directory",
            Assert.Single(Error));
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private Task<int> Run(string[] args, params (string Name, string Value)[] environment) =>
        CommandLine.RunAsync(args, new CommandContext(environment.ToDictionary(v => v.Name, v => v.Value), _output, _error));
}
