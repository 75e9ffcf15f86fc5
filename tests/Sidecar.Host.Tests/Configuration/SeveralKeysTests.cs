namespace Sidecar.Host.Tests.Configuration;

public sealed class SeveralKeysTests
{
    [Fact]
    public void several_variables_make_as_many_backends_that_share_everything_else()
    {
        var backends = OperatorFile.Valid(
            """sidecar.backends { nim { preset = nvidia, api-keys-env = [K1, K2], rpm = 40, headers { x = y } }, b { preset = groq } }""", ("K1", "one"), ("K2", "two")).Catalog.Backends;

        Assert.Equal([("nim.1", "one", 40), ("nim.2", "two", 40), ("b", null, 0)], backends.Select(b => (b.Id, b.ApiKey?.Reveal(), b.Rpm)));
        Assert.Equal("y", backends[1].Headers[0].Value);
    }

    [Fact]
    public void a_file_holds_a_key_a_line()
    {
        using var file = new OperatorFile("# ours\none\n\n  two  \r\nthree");

        var backends = OperatorFile.Valid($$"""sidecar.backends.nim { preset = nvidia, api-keys-file = "{{file.Path}}" }""").Catalog.Backends;

        Assert.Equal([("nim.1", "one"), ("nim.2", "two"), ("nim.3", "three")], backends.Select(b => (b.Id, b.ApiKey!.Reveal())));
    }

    [Theory]
    [InlineData("api-key = \"sk-one,sk-two\"",
        "api-key: holds several keys: api-keys-env takes several variables, api-keys-file a file with a key a line")]
    [InlineData("api-key-env = TWO", "api-key-env: holds several keys: api-keys-env takes")]
    [InlineData("api-keys-env = [ONE, TWO]", "api-keys-env.1: holds several keys")]
    [InlineData("api-keys-env = [ONE, NONE]", "api-keys-env.1: environment variable NONE is not set")]
    [InlineData("api-keys-env = [ONE, SAME]", "api-keys-env.1: key 2 is key 1 again")]
    [InlineData("api-keys-env = [ONE], api-key = k",
        ": only one of api-key, api-key-env, api-key-file, api-keys-env and api-keys-file may be given")]
    [InlineData("api-keys-file = \"/not/there\"", "api-keys-file: the file does not exist: /not/there")]
    public void what_is_wrong_with_keys_is_said(string text, string expected) => Assert.Contains(
        OperatorFile.Faults($"sidecar.backends.a {{ preset = groq, {text} }}", ("ONE", "sk-one"), ("TWO", "sk-one,sk-two"),
            ("SAME", "sk-one")),
        f => f.StartsWith($"1: sidecar.backends.a{(expected[0] == ':' ? "" : ".")}{expected}", StringComparison.Ordinal));

    [Theory]
    [InlineData("", "api-keys-file: the file holds no key")]
    [InlineData("one\nt wo", "api-keys-file: line 2 holds blanks or characters that cannot stand in a header")]
    [InlineData("one\none", "api-keys-file: key 2 is key 1 again")]
    public void what_is_wrong_with_a_file_of_keys_is_said(string content, string expected)
    {
        using var file = new OperatorFile(content);

        Assert.Contains(OperatorFile.Faults($$"""sidecar.backends.a { preset = groq, api-keys-file = "{{file.Path}}" }"""), f => f.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void a_key_file_with_several_lines_says_how_to_give_several_keys()
    {
        using var file = new OperatorFile("one\ntwo\n");

        Assert.Contains("several lines: api-keys-env takes", Assert.Single(OperatorFile.Faults($$"""sidecar.backends.a { preset = groq, api-key-file = "{{file.Path}}" }""")), StringComparison.Ordinal);
    }

    [Fact]
    public void an_id_that_keys_make_may_not_be_anothers() => Assert.Contains(
        "its keys make a backend a.2, and there is one of that id already",
        Assert.Single(OperatorFile.Faults("""sidecar.backends { a { preset = groq, api-keys-env = [K1, K2] }, "a.2" { preset = groq } }""", ("K1", "one"), ("K2", "two"))), StringComparison.Ordinal);
}
