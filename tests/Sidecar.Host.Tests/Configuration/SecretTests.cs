using Sidecar.Host.Commands;

namespace Sidecar.Host.Tests.Configuration;

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
        var environment = new Dictionary<string, string>
        {
            ["KEY"] = Secret,
            ["SPOILT"] = Secret + "\u0007",
            ["SIDECAR_ADMIN_TOKEN"] = Secret
        };
        using var output = new StringWriter();
        CheckCommand.Run(file.Path, new CommandContext(environment, output, output), isElsewhere: true);
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
        var fault = Assert.Single(
            OperatorFile.Faults($"sidecar.backends.c {{ pool = primary, base-url = \"http://x\", api-key-file = \"{keyFile.Path}\" }}"));
        Assert.EndsWith("sidecar.backends.c.api-key-file: the file is empty", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sk-ant-api03-AbCdEf0123456789")]
    [InlineData("AQ.Ab8RN6KpastedByMistake/x9")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl")]
    public void a_key_pasted_where_a_file_belongs_is_not_repeated(string key)
    {
        var fault = Assert.Single(OperatorFile.Faults(
            $"sidecar.backends.c {{ pool = primary, base-url = \"http://x\", api-key-file = \"{key}\" }}"));

        Assert.EndsWith("sidecar.backends.c.api-key-file: the file does not exist", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void the_admin_token_of_a_file_goes_before_that_of_the_variable()
    {
        using var file = new OperatorFile($" {Secret}\n");
        var text = $"sidecar {{ http.urls = \"http://0.0.0.0:80\", admin.token-file = \"{file.Path}\" }}";

        Assert.Equal(Secret, OperatorFile.Valid(text).AdminToken!.Reveal());
        Assert.Equal(Secret, OperatorFile.Valid(text, ("SIDECAR_ADMIN_TOKEN", "of-the-variable")).AdminToken!.Reveal());
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("<make one up>", "the file holds blanks or characters that cannot stand in a header")]
    [InlineData("Bearer t0ken", "the file must hold the key alone, without 'Bearer'")]
    public void a_token_file_without_a_token_is_one_fault_and_the_variable_does_not_stand_in(string held, string expected)
    {
        using var file = new OperatorFile(held);

        var fault = Assert.Single(OperatorFile.Faults(
            $"sidecar {{ http.urls = \"http://0.0.0.0:80\", admin.token-file = \"{file.Path}\" }}",
                ("SIDECAR_ADMIN_TOKEN", "of-the-variable")));

        Assert.Equal($"1: sidecar.admin.token-file: {expected}", fault);
    }

    [Fact]
    public void a_value_may_be_a_variable() =>
        Assert.Equal(
            "Bearer k=1:{2}",
            OperatorFile.Valid("sidecar.backends.a { pool = primary, base-url = \"http://x\", headers { Authorization = Bearer ${TOKEN} } "
                + "}", ("TOKEN", "k=1:{2}"))
                .Catalog.Backends[0].Headers[0].Value);
}
