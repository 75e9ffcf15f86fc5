using System.Text;
using CsCheck;
using Sidecar.Host.Configuration;

namespace Sidecar.Host.Tests.Configuration;

/// <summary>Whatever a file contains, loading ends with settings or with faults. A crash here would end the test process itself.</summary>
public sealed class HostileFileTests
{
    private static readonly string Reference = File.ReadAllText(Path.Combine(SettingsLoader.ShippedDirectory, "sidecar.conf"));

    private const string Rich = """"
        sidecar {
          pools = [a, b]
          backends {
            n-1 { pool = a, base-url = "https://x/v1", api-key-env = KEY, models = [{ name = "m:1", input-cost = 1e-6 }], headers { "X-A" = ${KEY} } }
            n-2 { pool = b, base-url = "https://y/v1", rpm = ${sidecar.emergency.rounds}, timeout = 1.5s, cooldown-scope = model }
          }
          model-aliases { "f:1" = "m:1" }
        }
        akka { loglevel = ${?LEVEL}INFO, x { y = [1, [2, {z = 3}]], w = """q""" } }
        """";

    private static readonly string[] Tokens =
        ["{", "}", "[", "]", "\"", "\"\"\"", "=", ":", ",", "\n", "#", "//", "${", "${?", "}", "+=", "include ", "null", ".", "\\", "$",
            "\0", "\uFEFF", "sidecar", "akka",
            "backends", "${akka.a}", "akka.a = ", "\\u12", "\uD800", " ", "3s", "-1", "1e999"];

    private static readonly Gen<string> Token = OneOf(Tokens);

    [Fact]
    public void random_text_is_survived() => Gen.String[0, 200].Sample(Survives, iter: 500);

    [Fact]
    public void random_tokens_are_survived() => Token.Array[0, 40].Sample(tokens => Survives(string.Concat(tokens)), iter: 1000);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void cuts_and_insertions_are_survived(bool reference)
    {
        var text = reference ? Reference : Rich;
        Gen.Select(Gen.Int[0, text.Length], Gen.Int[0, 60], Token).Sample(
            (at, length, token) => Survives(text[..at] + token + text[Math.Min(text.Length, at + length)..]), iter: 500);
    }

    [Fact]
    public void the_text_that_is_cut_is_valid_when_whole() => OperatorFile.Valid(Rich, ("KEY", "k"));

    [Theory]
    [InlineData("{")]
    [InlineData("[")]
    [InlineData("a{")]
    [InlineData("a=[")]
    [InlineData("a.")]
    [InlineData("a=[{b=")]
    [InlineData("\"")]
    [InlineData("${")]
    [InlineData("a=${akka.")]
    public void endless_nesting_is_refused(string piece) =>
        Assert.NotEmpty(OperatorFile.Faults("akka " + string.Concat(Enumerable.Repeat(piece, 50_000))));

    [Fact]
    public void a_huge_file_and_one_that_is_no_text_are_refused()
    {
        Assert.EndsWith("is larger than 1 MiB", Assert.Single(OperatorFile.Faults(new string('#', 2 << 20))), StringComparison.Ordinal);
        using var binary = new OperatorFile("");
        File.WriteAllBytes(binary.Path, [0xff, 0xfe, 0x00, 0xd8]);
        Assert.EndsWith("is not UTF-8 text", Assert.Single(SettingsLoader.Load(binary.Path, new Dictionary<string, string>()).Faults)
            .ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void random_variables_are_survived() =>
        Gen.Select(OneOf("Http", "Backends", "a", "0", "Models", "Pools", "Urls", "", "Headers", "x-y", "99999999999").Array[1, 6],
            Gen.String[0, 20])
            .Sample((segments, value) => Loads("", ("Sidecar__" + string.Join("__", segments), value)), iter: 400);

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static void Survives(string text) => Loads(text, ("KEY", "k"));

    private static void Loads(string text, params (string, string)[] environment)
    {
        // A lone surrogate cannot be written to a file; its replacement character can.
        var (settings, faults) = OperatorFile.Load(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), environment);
        Assert.Equal(settings is null, faults.Count > 0);
        Assert.All(faults, f => Assert.DoesNotContain('\n', f.ToString()));
    }
}
