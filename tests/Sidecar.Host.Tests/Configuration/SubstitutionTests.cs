namespace Sidecar.Host.Tests.Configuration;

public sealed class SubstitutionTests
{
    [Fact]
    public void a_key_may_take_the_value_of_another_in_any_layer()
    {
        var settings = OperatorFile.Valid(
            "sidecar { cooldown.overload-rest = ${sidecar.http.drain}, cooldown.base = ${sidecar.cooldown.overload-rest} }\nakka.x = "
                + "${sidecar.dataDir}/y",
            ("Sidecar__Http__Drain", "11s"));
        Assert.Equal(TimeSpan.FromSeconds(11), settings.Cooldown.OverloadRest);
        Assert.Equal(TimeSpan.FromSeconds(11), settings.Cooldown.Base);
        Assert.Equal("./data/y", settings.Akka.GetString("akka.x"));
    }

    [Fact]
    public void an_optional_substitution_without_a_target_leaves_the_value_as_it_was()
    {
        var settings = OperatorFile.Valid("sidecar.routing { max-attempts = 7, max-attempts = ${?akka.nothing} }");
        Assert.Equal(7, settings.Walk.Routing.MaxAttempts);
        Assert.Equal(3, OperatorFile.Valid("sidecar.routing.max-attempts = ${?akka.nothing}").Walk.Routing.MaxAttempts);
    }

    [Theory]
    [InlineData("akka.a = ${akka.a}", "1: akka.a: the substitution leads back to itself")]
    [InlineData("akka.a = ${?akka.a}x", "1: akka.a: the substitution leads back to itself")]
    [InlineData("akka { a = ${akka.b}\n b = ${akka.a} }", "1: akka.a: the substitution leads back to itself")]
    [InlineData("sidecar.data-dir = ${akka.nope}", "1: sidecar.data-dir: akka.nope is not defined (write ${?…} where it may be absent)")]
    [InlineData("sidecar.data-dir = ${sidecar.http}",
        "1: sidecar.data-dir: only a single value can be substituted, not a section or a list")]
    public void a_substitution_without_a_valid_target_is_a_fault(string text, string expected) =>
        Assert.Contains(expected, OperatorFile.Faults(text));

    [Fact]
    public void long_chains_and_explosions_end()
    {
        var chain = string.Join('\n', Enumerable.Range(0, 5000).Select(i => $"akka.a{i} = ${{akka.a{i + 1}}}"));
        Assert.Contains(OperatorFile.Faults(chain), f => f.Contains("lead to one another", StringComparison.Ordinal));
        var laughs = "akka.a0 = lol\n" + string.Join('\n', Enumerable.Range(0, 12)
            .Select(i => $"akka.a{i + 1} = {string.Concat(Enumerable.Repeat($"${{akka.a{i}}}", 10))}"));
        Assert.Contains(OperatorFile.Faults(laughs), f => f.Contains("too much text", StringComparison.Ordinal));
    }
}
