using Sidecar.Host.Clients;
using Sidecar.Host.Commands;
using Sidecar.Host.Tests.Configuration;

namespace Sidecar.Host.Tests.Commands;

public sealed class ClientsAddTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public async Task the_lines_printed_let_in_the_key_that_is_shown_and_do_not_hold_it()
    {
        Assert.Equal(0, await Run("alice", "--rpm", "7", "--models", "gpt-4o, odd\"name"));
        var lines = _output.ToString().Split(_output.NewLine);
        var key = lines.Single(line => line.StartsWith("    sk-sidecar-", StringComparison.Ordinal)).Trim();
        var text = string.Join('\n', lines.SkipWhile(line => !line.StartsWith("sidecar.clients", StringComparison.Ordinal)));

        var client = Assert.Single(OperatorFile.Valid(text).Clients.Clients);

        Assert.Equal(("alice", 7, ClientKey.HashOf(key)), (client.Name, client.Rpm, Convert.ToHexStringLower([.. client.KeyHash])));
        Assert.Equal(["gpt-4o", "odd\"name"], client.AllowedModels);
        Assert.DoesNotContain(key, text, StringComparison.Ordinal);
        Assert.Equal(54, key.Length);
    }

    [Fact]
    public async Task no_two_keys_are_alike_and_a_dot_in_a_name_is_no_section()
    {
        Assert.Equal(0, await Run("a.b"));
        Assert.Equal(0, await Run("a.b"));

        var keys = _output.ToString().Split(_output.NewLine).Where(line => line.Contains("sk-sidecar-", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, keys.Distinct().Count());
        Assert.Contains("sidecar.clients.\"a.b\" {", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("names begin", "a b")]
    [InlineData("names begin", "")]
    [InlineData("--rpm must be", "a", "--rpm", "-1")]
    public async Task what_the_file_would_refuse_is_refused_here(string expected, params string[] arguments)
    {
        Assert.Equal(2, await Run(arguments));
        Assert.StartsWith("sidecar: " + expected, _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task a_name_in_use_is_refused()
    {
        using var file = new OperatorFile($"sidecar.clients.alice.key-hash = {new string('a', 64)}");
        Assert.Equal(2, await Run("alice", "--config", file.Path));
        Assert.Contains("alice already", _error.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private Task<int> Run(params string[] arguments) =>
        CommandLine.RunAsync(["clients", "add", .. arguments], new CommandContext(new Dictionary<string, string>(), _output, _error));
}
