using Sidecar.Commands;

namespace Sidecar.Configuration;

public sealed class SecretTests
{
    private const string Secret = "nvapi-S3cretS3cretS3cretS3cretS3cret";

    [Theory]
    [InlineData("api-key = \"%\"")]
    [InlineData("api-key = \"% %\"")]
    [InlineData("api-key-env = \"%\"")]
    [InlineData("api-key-env = KEY")]
    [InlineData("api-key-env = SPOILT")]
    [InlineData("api-key-file = \"%\"")]
    [InlineData("base-url = \"http://user:%@x/v1\"")]
    [InlineData("base-url = \"%\"")]
    [InlineData("rpm = \"%\"")]
    [InlineData("enabled = \"%\"")]
    [InlineData("timeout = \"%\"")]
    [InlineData("pool = \"%\"")]
    [InlineData("headers { \"Authorization\" = \"Bearer %\" }")]
    [InlineData("headers { \"Authorization\" = \"Bearer %\\u0007\" }")]
    [InlineData("models = [{ name = \"%\" }, { name = \"%\" }]")]
    [InlineData("api-key %")]
    [InlineData("api-key = \"%")]
    [InlineData("api-key = % { }")]
    [InlineData("api-key = ${%}")]
    [InlineData("api-key = a${KEY}")]
    public void a_secret_is_never_printed_whatever_key_it_is_pasted_under(string line)
    {
        using var file = new OperatorFile(
            $"sidecar.backends.a {{ pool = primary, base-url = \"http://x\"\n{line.Replace("%", Secret, StringComparison.Ordinal)}\n}}");
        var environment = new Dictionary<string, string> { ["KEY"] = Secret, ["SPOILT"] = Secret + "\u0007", ["SIDECAR_ADMIN_TOKEN"] = Secret };
        using var output = new StringWriter();
        CheckCommand.Run(file.Path, new Surroundings(environment, output, output));
        Assert.True(output.ToString().Length > 20);
        Assert.DoesNotContain(Secret, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void a_key_comes_from_the_file_a_variable_or_a_file_of_its_own()
    {
        using var keyFile = new OperatorFile($"  {Secret}\n");
        var backends = OperatorFile.Valid(
            $$"""
            sidecar.backends {
              a { pool = primary, base-url = "http://x", api-key = nvidia }
              b { pool = primary, base-url = "http://x", api-key-env = KEY }
              c { pool = primary, base-url = "http://x", api-key-file = "{{keyFile.Path}}" }
              d { pool = primary, base-url = "http://x" }
            }
            """,
            ("KEY", "from-env")).Catalog.Backends;
        Assert.Equal(["nvidia", "from-env", Secret, null], backends.Select(b => b.ApiKey?.Reveal()));
    }

    [Fact]
    public void an_empty_key_file_is_a_fault()
    {
        using var keyFile = new OperatorFile("\n");
        var fault = Assert.Single(OperatorFile.Faults($"sidecar.backends.c {{ pool = primary, base-url = \"http://x\", api-key-file = \"{keyFile.Path}\" }}"));
        Assert.EndsWith("sidecar.backends.c.api-key-file: the file is empty", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void a_value_may_be_a_variable() =>
        Assert.Equal(
            "Bearer k=1:{2}",
            OperatorFile.Valid("sidecar.backends.a { pool = primary, base-url = \"http://x\", headers { Authorization = Bearer ${TOKEN} } }", ("TOKEN", "k=1:{2}"))
                .Catalog.Backends[0].Headers[0].Value);
}
