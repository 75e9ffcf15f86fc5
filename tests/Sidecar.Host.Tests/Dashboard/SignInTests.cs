using System.Net;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Dashboard;

/// <summary>Signing in to the dashboard, without a browser.</summary>
public sealed class SignInTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/backends/a")]
    [InlineData("/requests/r")]
    public async Task whoever_is_not_signed_in_is_sent_to_the_door(string path)
    {
        await using var sidecar = await RunningSidecar.Start(Calm);

        using var response = await sidecar.Client.GetAsync(new Uri(path, UriKind.Relative)).Soon();

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal("/sign-in", response.Headers.Location!.IsAbsoluteUri ? response.Headers.Location.AbsolutePath
            : response.Headers.Location.ToString().Split('?')[0]);
    }

    [Fact]
    public async Task the_socket_that_pages_live_by_is_behind_the_same_door()
    {
        await using var sidecar = await RunningSidecar.Start(Calm);

        using var response = await sidecar.Client.PostAsync(new Uri("/_blazor/negotiate?negotiateVersion=1", UriKind.Relative), null)
            .Soon();

        Assert.NotEqual(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task with_the_admin_token_a_cookie_is_given_that_no_script_and_no_other_site_can_use()
    {
        await using var sidecar = await RunningSidecar.Start(Calm);

        using var visitor = new Visitor(sidecar.Address);
        using var response = await visitor.SignIn(RunningSidecar.AdminToken);

        Assert.Equal((HttpStatusCode.Found, "/"), (response.StatusCode, response.Headers.Location!.ToString()));
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"), value =>
            value.StartsWith("sidecar-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(RunningSidecar.AdminToken, cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await visitor.Get("/")).Status);
    }

    [Fact]
    public async Task another_token_is_refused_logged_and_not_repeated()
    {
        await using var sidecar = await RunningSidecar.Start(Calm);
        using var visitor = new Visitor(sidecar.Address);

        using var response = await visitor.SignIn("guess-of-somebody");

        Assert.Equal("/sign-in?refused", response.Headers.Location!.ToString());
        Assert.Contains("That is not the admin token", (await visitor.Get("/sign-in?refused")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await visitor.Get("/")).Status);
        await sidecar.Log.Line("a sign-in to the dashboard was refused");
        Assert.DoesNotContain("guess-of-somebody", sidecar.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a name that is longer than any that is to stand in a journal")]
    [InlineData("alice\u202Eecila")]
    [InlineData("alice\nbob")]
    [InlineData("<b>alice</b>")]
    public async Task a_name_that_could_pass_for_something_else_signs_nobody_in(string name)
    {
        await using var sidecar = await RunningSidecar.Start(Calm);
        using var visitor = new Visitor(sidecar.Address);

        using var response = await visitor.SignIn(RunningSidecar.AdminToken, name);

        Assert.Equal("/sign-in?name", response.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Found, (await visitor.Get("/")).Status);
        Assert.Contains("A name is at most 40 letters", (await visitor.Get("/sign-in?name")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_form_from_another_site_signs_nobody_in()
    {
        await using var sidecar = await RunningSidecar.Start(Calm);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("token", RunningSidecar.AdminToken)]);

        using var response = await sidecar.Client.PostAsync(new Uri("/sign-in", UriKind.Relative), form).Soon();

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.False(response.Headers.TryGetValues("Set-Cookie", out var cookies)
            && cookies.Any(cookie => cookie.StartsWith("sidecar-session", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task signing_out_ends_it()
    {
        await using var sidecar = await RunningSidecar.Start(Calm);
        using var visitor = new Visitor(sidecar.Address);
        using (await visitor.SignIn(RunningSidecar.AdminToken))
        {
        }

        using (await visitor.Post("/sign-out", await visitor.Form("/")))
        {
        }

        Assert.Equal(HttpStatusCode.Found, (await visitor.Get("/")).Status);
    }

    [Fact]
    public async Task nothing_inline_and_nothing_from_elsewhere_is_allowed()
    {
        await using var sidecar = await RunningSidecar.Start(Calm);
        using var visitor = new Visitor(sidecar.Address);
        using (await visitor.SignIn(RunningSidecar.AdminToken))
        {
        }

        using var response = await visitor.Client.GetAsync(new Uri("/", UriKind.Relative)).Soon();
        var page = await response.Content.ReadAsStringAsync();

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)<script(?![^>]*src=)|style=|https?://", page);
    }

    [Fact]
    public async Task a_page_shows_no_key()
    {
        const string key = "sk-secret-of-the-backend";
        await using var sidecar = await RunningSidecar.Start(Backend("a", "http://127.0.0.1:9/v1", key: key) + Calm);
        using var visitor = new Visitor(sidecar.Address);
        using (await visitor.SignIn(RunningSidecar.AdminToken))
        {
        }

        var page = await visitor.Get("/backends/a");

        Assert.Contains("http://127.0.0.1:9/v1", page.Text, StringComparison.Ordinal);
        Assert.Contains("its own", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(key, page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dashboard/dashboard.css", "text/css")]
    [InlineData("/dashboard/icon.svg", "image/svg+xml")]
    [InlineData("/_framework/blazor.web.js", "text/javascript")]
    public async Task its_files_are_part_of_the_program_and_sent_once(string path, string type)
    {
        await using var sidecar = await RunningSidecar.Start(Calm);
        using var first = await sidecar.Client.GetAsync(new Uri(path, UriKind.Relative)).Soon();
        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await sidecar.Client.SendAsync(again).Soon();

        Assert.Equal((HttpStatusCode.OK, type), (first.StatusCode, first.Content.Headers.ContentType!.MediaType));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task without_an_admin_token_the_door_says_how_to_get_one()
    {
        await using var sidecar = await RunningSidecar.Start(Calm + "admin.token-env = NO_TOKEN_OF_THIS_TEST");
        using var visitor = new Visitor(sidecar.Address);

        var page = await visitor.Get("/sign-in");

        Assert.Contains("The dashboard is off", page.Text, StringComparison.Ordinal);
        Assert.Contains("NO_TOKEN_OF_THIS_TEST", page.Text, StringComparison.Ordinal);
    }
}
