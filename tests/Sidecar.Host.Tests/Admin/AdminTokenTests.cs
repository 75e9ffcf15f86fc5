using System.Net;
using Sidecar.Host.Admin;

namespace Sidecar.Host.Tests.Admin;

public sealed class AdminTokenTests
{
    [Theory]
    [InlineData("/admin/audit")]
    [InlineData("/admin/usage")]
    public async Task the_token_opens_every_endpoint(string path)
    {
        await using var server = await AdminServer.Start();

        Assert.Equal(200, (await server.Get(path)).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer ")]
    [InlineData("Basic s3cret")]
    [InlineData("s3cret")]
    public async Task no_token_or_a_wrong_one_is_refused_before_parameters_are_looked_at(string? authorization)
    {
        await using var server = await AdminServer.Start();
        server.Client.DefaultRequestHeaders.Authorization = null;
        if (authorization is not null)
            server.Client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        using var response = await server.Client.GetAsync(new Uri("/admin/audit?limit=x", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        var answer = await response.Content.ReadAsStringAsync();
        Assert.Contains("\"code\":\"invalid_admin_token\",\"param\":null", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(AdminServer.Token, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public async Task without_a_configured_token_nobody_passes_and_the_answer_says_what_to_set(string? configured)
    {
        await using var server = await AdminServer.Start(configured);

        var (status, answer) = await server.Get("/admin/usage");

        Assert.Equal(403, status);
        Assert.Equal("admin_disabled", answer.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("MY_TOKEN", answer.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.False(new AdminToken(configured, "MY_TOKEN").Admits("Bearer "));
    }

    [Theory]
    [InlineData("bearer t0ken")]
    [InlineData("Bearer  t0ken ")]
    public void the_scheme_is_read_as_http_reads_it(string authorization) =>
        Assert.True(new AdminToken("t0ken", "X").Admits(authorization));
}
