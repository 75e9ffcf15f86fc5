using Sidecar.Host.Commands;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Commands;

/// <summary>The commands that talk to a running server.</summary>
public sealed class OperatingTests : IDisposable
{
    private const string Secret = "sk-typed-in-key";

    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public async Task a_backend_is_added_tested_given_a_new_key_switched_and_taken_out()
    {
        await using var a = await FakeUpstream.Start(Reply.Json("""{"data":[{"id":"m"}]}"""));
        await using var sidecar = await RunningSidecar.Start(Calm, ("SIDECAR_MASTER_KEY", new string('k', 32)));

        Assert.Equal(0, await Run(sidecar, "first-key", "backends", "add", "a", "--pool", "primary", "--base-url", a.BaseUrl, "--key-stdin",
            "--set", "rpm=40", "--set", "timeout=9s"));
        Assert.Equal(0, await Run(sidecar, null, "backends", "test", "a"));
        Assert.Equal(0, await Run(sidecar, Secret, "backends", "rotate-key", "a", "--key-stdin"));
        Assert.Equal(0, await Run(sidecar, null, "backends", "test", "a"));
        Assert.Equal(0, await Run(sidecar, null, "backends", "disable", "a"));
        Assert.Equal(0, await Run(sidecar, null, "backends", "list"));
        Assert.Equal(0, await Run(sidecar, null, "backends", "enable", "a"));
        Assert.Equal(0, await Run(sidecar, null, "keys", "show"));
        Assert.Equal(0, await Run(sidecar, null, "keys", "rotate"));
        Assert.Equal(0, await Run(sidecar, null, "backends", "remove", "a"));
        Assert.Equal(0, await Run(sidecar, null, "backends", "list"));

        var said = _output.ToString();
        Assert.Equal(["Bearer first-key", "Bearer " + Secret], a.Requests.Select(r => r.Header("authorization")));
        Assert.All(
            ["a was added", "ok: It answers, and lists 1 models.", "has a new key", "a is disabled.", "disabled", "a is enabled.",
                "1 of 1 stored keys", "a was taken out", "There is no backend"],
            expected => Assert.Contains(expected, said, StringComparison.Ordinal));
        Assert.DoesNotContain(Secret, said, StringComparison.Ordinal);
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public async Task what_the_server_refuses_is_said_in_its_words()
    {
        await using var sidecar = await RunningSidecar.Start(Backend("a", "http://127.0.0.1:1/v1") + Calm);

        Assert.Equal(1, await Run(sidecar, null, "backends", "test", "a"));
        Assert.Contains("failed (connect)", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await Run(sidecar, null, "backends", "remove", "a"));
        Assert.Contains("defined in the configuration file", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await Run(sidecar, "k", "backends", "add", "b", "--pool", "primary", "--base-url", "http://x", "--key-stdin"));
        Assert.Contains("no master key is given", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await Run(sidecar, null, "backends", "rotate-key", "a"));
        Assert.Equal(2, await Run(sidecar, "", "backends", "rotate-key", "a", "--key-stdin"));
    }

    [Fact]
    public async Task without_a_token_or_a_server_the_reason_is_one_line()
    {
        Assert.Equal(2, await CommandLine.RunAsync(["backends", "list"],
            new CommandContext(new Dictionary<string, string>(), _output, _error)));
        Assert.Equal(1, await CommandLine.RunAsync(["backends", "list", "--server", "http://127.0.0.1:1"], With(null)));

        var lines = _error.ToString().TrimEnd().Split(_error.NewLine);
        Assert.Equal(2, lines.Length);
        Assert.Contains("SIDECAR_ADMIN_TOKEN", lines[0], StringComparison.Ordinal);
        Assert.Contains("is the server running there?", lines[1], StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private Task<int> Run(RunningSidecar sidecar, string? input, params string[] arguments) =>
        CommandLine.RunAsync([.. arguments, "--server", sidecar.Address.ToString()], With(input));

    private CommandContext With(string? input) => new(
        new Dictionary<string, string> { ["SIDECAR_ADMIN_TOKEN"] = RunningSidecar.AdminToken }, _output, _error, input is null ? null
            : new StringReader(input));
}
