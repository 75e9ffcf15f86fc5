using System.Net;
using Sidecar.Domain.Door;

namespace Sidecar.Domain.Tests.Door;

public sealed class DoorRulesTests
{
    private static readonly DoorRules Default = Rules([], ["http://localhost:*", "http://127.0.0.1:*", "http://[::1]:*"]);

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost.")]
    [InlineData("LocalHost:8080")]
    [InlineData("sidecar.localhost:1")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("127.8.9.10")]
    [InlineData("[::1]:8080")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("192.168.1.5:8080")]
    public void loopback_and_the_address_that_it_came_to_are_hosts(string host) =>
        Assert.Equal(DoorVerdict.Open, Default.Judge(Request(host)));

    [Theory]
    [InlineData("")]
    [InlineData("rebound.example")]
    [InlineData("localhost.rebound.example")]
    [InlineData("127.0.0.1.rebound.example:8080")]
    [InlineData("10.0.0.1")]
    [InlineData("localhost:99999")]
    [InlineData("localhost:")]
    [InlineData("localhost:80:80")]
    [InlineData("user@localhost")]
    [InlineData("[::1")]
    [InlineData("[localhost]")]
    [InlineData("[::1]x")]
    [InlineData("localhost/")]
    public void no_other_name_is_one(string host) => Assert.Equal(DoorVerdict.WrongHost, Default.Judge(Request(host)));

    [Theory]
    [InlineData("sidecar", "sidecar:8080", true)]
    [InlineData("sidecar:80", "sidecar:8080", false)]
    [InlineData("*.example.com", "a.example.com", true)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("*.example.com", "aexample.com", false)]
    [InlineData("*", "whoever", true)]
    public void the_configuration_adds_hosts(string pattern, string host, bool isAdmitted) =>
        Assert.Equal(isAdmitted, Rules([pattern], []).Judge(Request(host)) == DoorVerdict.Open);

    [Fact]
    public void a_host_is_not_admitted_for_having_been_asked_about_before()
    {
        var rules = Rules([], []);
        for (var i = 0; i < 2; i++)
            Assert.Equal(DoorVerdict.WrongHost, rules.Judge(Request("192.168.1.5", local: "10.0.0.1")));
        Assert.Equal(DoorVerdict.Open, rules.Judge(Request("192.168.1.5")));
        Assert.Equal(DoorVerdict.WrongHost, rules.Judge(Request("192.168.1.5", local: "10.0.0.1")));
    }

    [Theory]
    [InlineData("http://localhost:3000")]
    [InlineData("http://localhost")]
    [InlineData("http://127.0.0.1:5173")]
    [InlineData("http://[::1]:1")]
    public void pages_of_this_machine_are_let_in(string origin) =>
        Assert.Equal(DoorVerdict.Open, Default.Judge(Request("localhost:8080", origin)));

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://localhost.evil.example")]
    [InlineData("http://localhost:3000@evil.example")]
    [InlineData("https://localhost:3000")]
    [InlineData("null")]
    [InlineData("file://")]
    [InlineData("http://localhost:3000/x")]
    [InlineData("localhost")]
    [InlineData("http://192.168.1.7:8080")]
    public void other_pages_are_not(string origin) => Assert.Equal(
        DoorVerdict.WrongOrigin, Default.Judge(Request("localhost:8080", origin)));

    [Theory]
    [InlineData("192.168.1.5:8080", "http://192.168.1.5:8080", false, true)]
    [InlineData("192.168.1.5:8080", "http://192.168.1.5:8081", false, false)]
    [InlineData("sidecar.example", "https://sidecar.example", false, true)]
    [InlineData("sidecar.example", "https://sidecar.example", true, true)]
    [InlineData("sidecar.example", "http://sidecar.example", true, false)]
    public void sidecars_own_pages_are(string host, string origin, bool isHttps, bool isAdmitted) =>
        Assert.Equal(isAdmitted, Rules(["sidecar.example"], [])
            .Judge(Request(host, origin) with { IsHttps = isHttps }) == DoorVerdict.Open);

    [Theory]
    [InlineData("https://app.example", "https://app.example:443", true)]
    [InlineData("https://app.example:*", "https://app.example:8443", true)]
    [InlineData("https://*.app.example", "https://x.app.example", true)]
    [InlineData("https://*.app.example", "https://app.example", false)]
    [InlineData("null", "null", true)]
    [InlineData("vscode-webview://*", "vscode-webview://1a2b", true)]
    [InlineData("chrome-extension://abcdef", "chrome-extension://abcdef", true)]
    [InlineData("*", "https://whoever.example", true)]
    public void the_configuration_adds_origins(string pattern, string origin, bool isAdmitted)
    {
        var parsed = OriginPattern.Parse(pattern);
        Assert.Equal(isAdmitted, parsed?.Matches(origin) ?? false);
    }

    [Theory]
    [InlineData("cross-site", "localhost", DoorVerdict.WrongOrigin)]
    [InlineData("same-site", "localhost", DoorVerdict.Open)]
    [InlineData("same-site", "sidecar.example", DoorVerdict.WrongOrigin)]
    [InlineData("same-origin", "sidecar.example", DoorVerdict.Open)]
    [InlineData("none", "sidecar.example", DoorVerdict.Open)]
    [InlineData("what", "localhost", DoorVerdict.WrongOrigin)]
    public void a_page_that_sends_no_origin_is_told_by_its_site(string site, string host, DoorVerdict verdict) =>
        Assert.Equal(verdict, Rules(["sidecar.example"], []).Judge(Request(host) with { FetchSite = site }));

    [Theory]
    [InlineData("same-origin", DoorVerdict.Open)]
    [InlineData("cross-site", DoorVerdict.WrongOrigin)]
    [InlineData("same-site", DoorVerdict.WrongOrigin)]
    public void a_form_of_sidecars_own_is_known_without_its_origin(string site, DoorVerdict verdict) =>
        Assert.Equal(verdict, Default.Judge(Request("localhost", "null") with { FetchSite = site }));

    [Fact]
    public void a_link_to_a_page_may_be_followed_from_anywhere() =>
        Assert.Equal(DoorVerdict.Open, Default.Judge(Request("localhost") with { FetchSite = "cross-site", IsVisit = true }));

    [Fact]
    public void over_a_unix_socket_any_host_is_said() => Assert.Equal(
        DoorVerdict.Open, Default.Judge(Request("whatever") with { LocalAddress = null }));

    [Fact]
    public void a_host_that_was_admitted_before_costs_nothing()
    {
        var request = Request("127.0.0.1:8080");
        Default.Judge(request);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Default.Judge(request);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static DoorRequest Request(string host, string origin = "", string local = "192.168.1.5") =>
        new(host, origin, "", false, false, IPAddress.Parse(local));

    private static DoorRules Rules(string[] hosts, string[] origins) =>
        new([.. hosts.Select(host => HostPattern.Parse(host)!)], [.. origins.Select(origin => OriginPattern.Parse(origin)!)]);
}
