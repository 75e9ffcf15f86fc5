using System.Diagnostics;
using System.Net;
using Sidecar.Host.Tests.Dashboard;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Door;

/// <summary>Guessing of tokens, and what becomes of sessions.</summary>
public sealed class GuessingTests
{
    [Fact]
    public async Task guesses_are_slowed_over_however_many_connections_and_logged_without_the_token()
    {
        await using var sidecar = await RunningSidecar.Start(Calm);
        var since = Stopwatch.StartNew();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => Guess(sidecar, $"guess-number-{n}")));

        // Eight guesses a second are examined, and none of them immediately.
        Assert.InRange(answers.Count(status => status == 401), 1, 8 * (int)Math.Ceiling(since.Elapsed.TotalSeconds + 1));
        Assert.Equal(100, answers.Count(status => status is 401 or 429));
        Assert.True(since.Elapsed > TimeSpan.FromMilliseconds(900));
        await sidecar.Log.Line("a wrong admin token was sent from 127.0.0.1");
        Assert.DoesNotContain("guess-number", sidecar.Log.Text, StringComparison.Ordinal);
        Assert.Equal(200, await Guess(sidecar, RunningSidecar.AdminToken));
    }

    [Fact]
    public async Task a_session_that_was_ended_is_over_wherever_its_cookie_was_copied_to()
    {
        await using var sidecar = await RunningSidecar.Start(Calm);
        using var visitor = new Visitor(sidecar.Address);
        using var signedIn = await visitor.SignIn(RunningSidecar.AdminToken);
        var copy = string.Join("; ", signedIn.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
        var before = await Open(sidecar, copy);

        using (await visitor.Post("/sign-out", await visitor.Form("/")))
        {
        }

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Found), (before, await Open(sidecar, copy)));
    }

    [Theory]
    [InlineData("/backends/a", "/backends/a")]
    [InlineData("/requests/r?x=1", "/requests/r?x=1")]
    [InlineData("//evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/v1/page", "/")]
    public async Task a_sign_in_leads_to_what_was_asked_for_and_nowhere_else(string next, string expected)
    {
        await using var sidecar = await RunningSidecar.Start(Calm);
        using var visitor = new Visitor(sidecar.Address);

        using var answer = await visitor.Post("/sign-in", await visitor.Form("/sign-in"), ("token", RunningSidecar.AdminToken),
            ("next", next));

        Assert.Equal(expected, answer.Headers.Location!.ToString());
    }

    private static async Task<int> Guess(RunningSidecar sidecar, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/admin/backends", UriKind.Relative));
        request.Headers.Add("Authorization", "Bearer " + token);
        using var answer = await sidecar.Client.SendAsync(request).Soon();
        return (int)answer.StatusCode;
    }

    private static async Task<HttpStatusCode> Open(RunningSidecar sidecar, string cookies)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/backends", UriKind.Relative));
        request.Headers.Add("Cookie", cookies);
        using var answer = await sidecar.Client.SendAsync(request).Soon();
        return answer.StatusCode;
    }
}
