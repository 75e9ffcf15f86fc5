using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.AdminWords;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Door;

/// <summary>Keys go to the backend they were given for, and nowhere else.</summary>
public sealed class SecretsOfBackendsTests
{
    private const string Backends = "/admin/backends";
    private const string Secret = "sk-STOREDKEY-51ab";
    private static readonly (string, string) Master = ("SIDECAR_MASTER_KEY", "master-key-of-these-tests-0123456789");

    [Theory]
    [InlineData("\"api-key\":\"" + Secret + "\"", "")]
    [InlineData("\"headers\":{\"x-api-key\":\"" + Secret + "\"}", "")]
    [InlineData("\"api-key-env\":\"A_KEY\"", "")]
    [InlineData("\"api-key\":\"" + Secret + "\"", ",\"rpm\":5")]
    public async Task a_stored_key_does_not_follow_its_backend_elsewhere(string key, string more)
    {
        await using var a = await FakeUpstream.Start();
        await using var thief = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Calm + "admin.key-variables = [A_KEY]\n", Master, ("A_KEY", Secret));
        var (added, _, _) = await sidecar.Operate("POST", Backends, Definition("a", a.BaseUrl, key));

        var (moved, answer, _) = await sidecar.Operate("PUT", $"{Backends}/a", $$"""{"base-url":"{{thief.BaseUrl}}"{{more}}}""");
        await sidecar.Operate("POST", $"{Backends}/a/test");
        using var served = await sidecar.Post();
        var (again, _, _) = await sidecar.Operate("PUT", $"{Backends}/a", $$"""{"base-url":"{{thief.BaseUrl}}",{{key}}}""");

        Assert.Equal((201, 400, 200, 0), (added, moved, (int)served.StatusCode, thief.Count));
        Assert.Contains(answer.GetProperty("faults").EnumerateArray(), fault => fault.GetProperty("key").GetString() == "base-url");
        Assert.Equal(200, again);
    }

    [Fact]
    public async Task the_same_address_and_no_key_at_all_need_none()
    {
        await using var a = await FakeUpstream.Start();
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Calm, Master);
        await sidecar.Operate("POST", Backends, Definition("a", a.BaseUrl, $"\"api-key\":\"{Secret}\""));

        var (same, _, _) = await sidecar.Operate("PUT", $"{Backends}/a", $$"""{"base-url":"{{a.BaseUrl}}","rpm":5}""");
        var (without, _, _) = await sidecar.Operate("PUT", $"{Backends}/a", $$"""{"base-url":"{{b.BaseUrl}}","api-key":null}""");
        using var served = await sidecar.Post();

        Assert.Equal((200, 200, 200), (same, without, (int)served.StatusCode));
        Assert.Null((await b.Arrival()).Header("authorization"));
    }

    [Theory]
    [InlineData("SIDECAR_MASTER_KEY")]
    [InlineData("SIDECAR_ADMIN_TOKEN")]
    [InlineData("HOME")]
    [InlineData("OTHER_KEY")]
    [InlineData("OF_THE_FILE")]
    [InlineData("NOT_SET")]
    public async Task a_definition_names_only_variables_that_the_configuration_allows(string variable)
    {
        await using var thief = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(
            Calm + Backend("f", "http://elsewhere.invalid/v1", "fallback", key: null, more: "api-key-env = OF_THE_FILE")
                + "admin.key-variables = [\"MY_*\", \"SIDECAR_*\"]\n",
            Master, ("OTHER_KEY", Secret), ("MY_KEY", Secret), ("OF_THE_FILE", Secret));

        var (status, answer, _) = await sidecar.Operate("POST", Backends,
            Definition("a", thief.BaseUrl, $"\"api-key-env\":\"{variable}\""));
        var (allowed, _, _) = await sidecar.Operate("POST", Backends, Definition("b", thief.BaseUrl, "\"api-key-env\":\"MY_KEY\""));

        Assert.Equal((400, 201), (status, allowed));
        var fault = Assert.Single(answer.GetProperty("faults").EnumerateArray());
        Assert.Equal("api-key-env", fault.GetProperty("key").GetString());
        Assert.Contains("sidecar.admin.key-variables", fault.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_definition_names_only_files_that_the_configuration_allows()
    {
        using var keys = new Storage.TemporaryDirectory();
        await File.WriteAllTextAsync(Path.Combine(keys.Path, "mine"), Secret);
        await File.WriteAllTextAsync(Path.Combine(keys.Path, "token"), RunningSidecar.AdminToken);
        File.CreateSymbolicLink(Path.Combine(keys.Path, "link"), "/etc/hostname");
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Calm
            + $"admin.key-files = [\"{keys.Path}\"], admin.token-file = \"{keys.Path}/token\"\n");

        var statuses = new List<int>();
        foreach (var (id, file) in new[] { ("a", "/etc/hostname"), ("b", keys.Path + "/token"), ("c", keys.Path + "/link"),
            ("d", keys.Path + "/../etc"), ("e", keys.Path + "/mine") })
            statuses.Add((await sidecar.Operate("POST", Backends, Definition(id, a.BaseUrl, $"\"api-key-file\":\"{file}\""))).Status);

        Assert.Equal([400, 400, 400, 400, 201], statuses);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("http://2852039166/latest")]
    [InlineData("http://0xa9fea9fe/latest")]
    [InlineData("http://[::ffff:169.254.169.254]/v1")]
    [InlineData("http://[fe80::1]/v1")]
    [InlineData("http://metadata.google.internal/v1")]
    [InlineData("OWN")]
    [InlineData("OWN-BY-NAME")]
    public async Task a_backend_is_not_added_where_the_machine_or_sidecar_itself_answers(string url)
    {
        await using var sidecar = await RunningSidecar.Start(Calm);
        await using var lenient = await RunningSidecar.Start(Calm + "admin.allow-private = true\n");
        string Url(RunningSidecar of) => url switch
        {
            "OWN" => $"{of.Address}v1",
            "OWN-BY-NAME" => $"http://localhost:{of.Address.Port}/v1",
            _ => url,
        };

        var (status, answer, _) = await sidecar.Operate("POST", Backends, Definition("a", Url(sidecar)));
        var (allowed, _, _) = await lenient.Operate("POST", Backends, Definition("a", Url(lenient)));

        Assert.Equal((400, 201), (status, allowed));
        Assert.Contains("allow-private", answer.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(400, true)]
    [InlineData(422, false)]
    public async Task an_error_that_repeats_the_key_is_relayed_without_it(int status, bool inPieces)
    {
        var text = $$$"""{"error":{"message":"Header Authorization: Bearer {{{Secret}}} is odd, {{{Secret}}}","code":"x"}}""";
        var body = System.Text.Encoding.UTF8.GetBytes(text);
        await using var a = await FakeUpstream.Start(new Reply(async context =>
        {
            Reply.Head(context, status, [("Content-Type", "application/json"), ("x-echo", "Bearer " + Secret)]);
            context.Response.ContentLength = body.Length;
            foreach (var piece in body.Chunk(inPieces ? 7 : body.Length))
            {
                await context.Response.Body.WriteAsync(piece);
                await context.Response.Body.FlushAsync();
            }
        }));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a, key: Secret) + Calm);

        using var answer = await sidecar.Post();
        var relayed = await answer.Text();

        Assert.Equal((status, text.Replace(Secret, new string('*', Secret.Length), StringComparison.Ordinal)),
            ((int)answer.StatusCode, relayed));
        Assert.Equal("Bearer " + new string('*', Secret.Length), answer.Header("x-echo"));
    }

    [Fact]
    public async Task a_good_answer_is_not_looked_at()
    {
        await using var a = await FakeUpstream.Start(Reply.Json($$"""{"choices":[],"said":"{{Secret}}"}"""));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a, key: Secret) + Calm);

        using var answer = await sidecar.Post();

        Assert.Contains(Secret, await answer.Text(), StringComparison.Ordinal);
    }
}
