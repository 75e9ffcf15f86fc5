using Sidecar.Ledger;
using static Sidecar.Host.Tests.Storage.LedgerRows;

namespace Sidecar.Host.Tests.Admin;

public sealed class UsageEndpointTests
{
    [Fact]
    public async Task sums_come_with_the_columns_asked_for_and_unknown_stays_null()
    {
        await using var server = await AdminServer.Start();
        await Append(server, Attempt("1") with { PromptTokens = 5, Cost = 0.000015m, FirstTokenMs = 12.34567 }, Attempt("2", backend: "b"));

        var (_, answer) = await server.Get("/admin/usage?group-by=backend,client&from=2026-11-22&to=2026-11-23");

        Assert.Equal(
            """{"usage":[{"backend":"a","client":null,"attempts":1,"requests":1,"errors":0,"prompt_tokens":5,"cached_tokens":null,"completion_tokens":null,"reasoning_tokens":null,"total_tokens":null,"cost":0.000015,"latency_ms":100,"first_token_ms":12.346},{"backend":"b","client":null,"attempts":1,"requests":1,"errors":0,"prompt_tokens":null,"cached_tokens":null,"completion_tokens":null,"reasoning_tokens":null,"total_tokens":null,"cost":null,"latency_ms":100,"first_token_ms":null}]}""",
            answer.GetRawText());
    }

    [Fact]
    public async Task without_grouping_there_is_one_line_in_all()
    {
        await using var server = await AdminServer.Start();
        await Append(server, Attempt("1"), Attempt("2", model: "n", at: "2026-11-23T00:00:00Z"));

        var (_, answer) = await server.Get("/admin/usage");

        var line = Assert.Single(answer.GetProperty("usage").EnumerateArray());
        Assert.Equal(("attempts", 2L), (line.EnumerateObject().First().Name, line.GetProperty("attempts").GetInt64()));
    }

    [Fact]
    public async Task days_are_grouped_and_ranges_cut()
    {
        await using var server = await AdminServer.Start();
        await Append(server, Attempt(at: "2026-11-21T23:00:00Z"), Attempt(at: "2026-11-22T23:00:00Z"), Attempt(at: "2026-11-23T23:00:00Z"));

        var (_, answer) = await server.Get("/admin/usage?group-by=day&from=2026-11-22");

        Assert.Equal(["2026-11-22", "2026-11-23"], answer.GetProperty("usage").EnumerateArray()
            .Select(line => line.GetProperty("day").GetString()));
    }

    [Theory]
    [InlineData("group-by=hour", "group-by", "backend, model, client, day")]
    [InlineData("group-by=backend,3", "group-by", "'3'")]
    [InlineData("group_by=day", "group_by", "Allowed: from, to, group-by")]
    [InlineData("from=2026-13-01", "from", "UTC")]
    public async Task a_bad_parameter_is_named_with_what_is_allowed(string query, string name, string allowed)
    {
        await using var server = await AdminServer.Start();

        var (status, answer) = await server.Get("/admin/usage?" + query);

        Assert.Equal((400, name), (status, answer.GetProperty("error").GetProperty("param").GetString()));
        Assert.Contains(allowed, answer.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static Task Append(AdminServer server, params AttemptRow[] rows) => server.Ledger.AppendAsync(rows, [], default);
}
