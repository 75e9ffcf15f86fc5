using Sidecar.Domain.Policies;
using Sidecar.Host.Configuration;

namespace Sidecar.Host.Tests.Configuration;

public sealed class LayeringTests
{
    private const string TwoBackends = """
        sidecar {
          backends {
            zeta { pool = primary, base-url = "http://z/v1", rpm = 7 }
            nim-1 { pool = fallback, base-url = "http://n/v1" }
          }
        }
        """;

    [Fact]
    public void a_file_changes_what_it_names_and_nothing_else()
    {
        var walk = OperatorFile.Valid("sidecar.primary-wait { interval = 1500ms }").Walk;
        Assert.Equal(new PrimaryWaitPolicy(15, TimeSpan.FromSeconds(1.5), 1000) { For = WaitFor.Any, MaxWaitingBytes = 256 << 20 },
            walk.PrimaryWait);
        Assert.Equal(new RoutingPolicy(), walk.Routing);
    }

    [Theory]
    [InlineData("sidecar.primaryWait.maxRetries = 9")]
    [InlineData("sidecar { PRIMARY-WAIT { Max_Retries = 9 } }")]
    [InlineData("{ \"sidecar\": { \"PrimaryWait\": { \"maxretries\": 9 } } }")]
    public void keys_are_known_without_regard_to_case_and_dashes(string text) =>
        Assert.Equal(9, OperatorFile.Valid(text).Walk.PrimaryWait.MaxRetries);

    [Theory]
    [InlineData("Sidecar__PrimaryWait__Interval")]
    [InlineData("SIDECAR__PRIMARYWAIT__INTERVAL")]
    [InlineData("sidecar__primary-wait__interval")]
    public void the_environment_wins_over_the_file(string variable) =>
        Assert.Equal(TimeSpan.FromSeconds(1), OperatorFile.Valid("sidecar.primary-wait.interval = 9s", (variable, "1s"))
            .Walk.PrimaryWait.Interval);

    [Fact]
    public void the_environment_also_names_the_file()
    {
        using var file = new OperatorFile("sidecar.routing.max-attempts = 8");
        var environment = new Dictionary<string, string> { [SettingsLoader.FileVariable] = file.Path };
        Assert.Equal(8, SettingsLoader.Load(null, environment).Settings!.Walk.Routing.MaxAttempts);
    }

    [Fact]
    public void backends_keep_the_order_and_spelling_of_the_file()
    {
        var catalog = OperatorFile.Valid(TwoBackends).Catalog;
        Assert.Equal(["zeta", "nim-1"], catalog.Backends.Select(b => b.Id));
        var many = string.Join('\n', Enumerable.Range(0, 12).Select(i => $"b{99 - i} {{ pool = primary, base-url = \"http://x\" }}"));
        Assert.Equal(
            Enumerable.Range(0, 12).Select(i => $"b{99 - i}"),
            OperatorFile.Valid($"sidecar.backends {{ {many} }}").Catalog.Backends.Select(b => b.Id));
    }

    [Theory]
    [InlineData("Sidecar__Backends__nim1__Rpm")]
    [InlineData("Sidecar__Backends__nim-1__Rpm")]
    [InlineData("SIDECAR__BACKENDS__NIM_1__RPM")]
    public void a_variable_finds_a_backend_without_regard_to_case_and_dashes(string variable)
    {
        var catalog = OperatorFile.Valid(TwoBackends, (variable, "33")).Catalog;
        Assert.Equal([7, 33], catalog.Backends.Select(b => b.Rpm));
    }

    [Fact]
    public void a_variable_that_fits_two_backends_must_be_exact()
    {
        const string text = """
            sidecar.backends { nim-1 { pool = primary, base-url = "http://a" }, nim1 { pool = primary, base-url = "http://b" } }
            """;
        Assert.Equal([0, 5], OperatorFile.Valid(text, ("Sidecar__Backends__nim1__Rpm", "5")).Catalog.Backends.Select(b => b.Rpm));
        Assert.Contains("fits nim-1 and nim1", Assert.Single(OperatorFile.Faults(text, ("Sidecar__Backends__NIM_1__Rpm", "5"))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void variables_alone_can_make_a_backend()
    {
        var catalog = OperatorFile.Valid(
            TwoBackends,
            ("Sidecar__Backends__extra__Pool", "fallback"),
            ("Sidecar__Backends__extra__BaseUrl", "https://e.example/v1"),
            ("Sidecar__Backends__extra__Headers__X-Team", "blue"),
            ("Sidecar__Backends__extra__Models__0__Name", "llama3:8b"),
            ("Sidecar__Backends__extra__Models__0__InputCost", "1e-6")).Catalog;
        var extra = catalog.Backends[^1];
        Assert.Equal("extra", extra.Id);
        Assert.Equal(KeyValuePair.Create("X-Team", "blue"), Assert.Single(extra.Headers));
        Assert.Equal(0.000001m, Assert.Single(extra.Models).InputCost);
        Assert.Equal("llama3:8b", extra.Models[0].Name);
    }

    [Theory]
    [InlineData("Sidecar__Pools", "a, b,c")]
    [InlineData("Sidecar__Pools__2", "c")]
    public void a_variable_sets_a_list_whole_or_by_item(string variable, string value)
    {
        var pools = OperatorFile.Valid("sidecar.pools = [a, b]", (variable, value)).Catalog.Pools;
        Assert.Equal(["a", "b", "c"], pools);
    }

    [Fact]
    public void names_of_models_headers_and_aliases_survive_as_written()
    {
        var catalog = OperatorFile.Valid("""
            sidecar {
              backends.a {
                pool = primary, base-url = "http://x"
                models = [{ name = "meta/llama-3.1:8b", upstream-name = "x.y/z:1", input-cost = 1e-6 }, { name = b }]
                headers { X-Api-Key = "s.e:c/r", "x-two" = 2 }
              }
              model-aliases { "fast:v1.0/x" = "meta/llama-3.1:8b", Fast = "b" }
            }
            """).Catalog;
        Assert.Equal("meta/llama-3.1:8b", catalog.Backends[0].Models[0].Name);
        Assert.Equal("x.y/z:1", catalog.Backends[0].Models[0].UpstreamName);
        Assert.Null(catalog.Backends[0].Models[0].OutputCost);
        Assert.Equal([KeyValuePair.Create("X-Api-Key", "s.e:c/r"), KeyValuePair.Create("x-two", "2")], catalog.Backends[0].Headers);
        Assert.Equal("meta/llama-3.1:8b", catalog.Resolve("fast:v1.0/x"));
        Assert.Equal("b", catalog.Resolve("Fast"));
        Assert.Equal("fast", catalog.Resolve("fast"));
    }

    [Fact]
    public void null_takes_a_backend_away_and_a_default_back()
    {
        var settings = OperatorFile.Valid(TwoBackends + "\nsidecar.backends.zeta = null\nsidecar.routing.max-attempts = null");
        Assert.Equal(["nim-1"], settings.Catalog.Backends.Select(b => b.Id));
        Assert.Equal(3, settings.Walk.Routing.MaxAttempts);
    }

    [Fact]
    public void several_addresses_may_be_listened_on() =>
        Assert.Equal(["http://localhost:1", "http://[::1]:2"],
            OperatorFile.Valid("sidecar.http.urls = \"http://localhost:1; http://[::1]:2\"").Http.Urls);
}
