using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Wire;

public class HeaderRulesTests
{
    public static TheoryData<string> HopByHop { get; } =
    [
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding",
            "Upgrade",
    ];

    [Theory]
    [MemberData(nameof(HopByHop))]
    public void hop_by_hop_headers_cross_in_neither_direction(string name)
    {
        foreach (var spelling in new[] { name, name.ToLowerInvariant(), name.ToUpperInvariant() })
        {
            Assert.False(HeaderRules.GoesUpstream(spelling, hasKey: false));
            Assert.False(HeaderRules.GoesToClient(spelling, decompressed: false));
        }
    }

    [Theory]
    [InlineData("Host")]
    [InlineData("Content-Length")]
    [InlineData("Expect")]
    [InlineData("X-Sidecar-Request-Id")]
    [InlineData("x-sidecar-anything")]
    public void what_belongs_to_the_clients_own_hop_stays_here(string name) => Assert.False(HeaderRules.GoesUpstream(name, hasKey: false));

    [Theory]
    [InlineData("Authorization")]
    [InlineData("Accept")]
    [InlineData("Accept-Encoding")]
    [InlineData("Content-Type")]
    [InlineData("User-Agent")]
    [InlineData("OpenAI-Organization")]
    [InlineData("anthropic-version")]
    [InlineData("x-sidecar")]
    [InlineData("traceparent")]
    [InlineData("")]
    public void everything_else_goes_upstream(string name)
    {
        Assert.True(HeaderRules.GoesUpstream(name, hasKey: false));
        Assert.Equal(name != "Authorization", HeaderRules.GoesUpstream(name, hasKey: true));
    }

    [Theory]
    [InlineData("Authorization")]
    [InlineData("X-Api-Key")]
    [InlineData("api-key")]
    [InlineData("x-goog-api-key")]
    [InlineData("Cookie")]
    public void the_clients_credentials_go_only_where_the_backend_has_none(string name)
    {
        Assert.True(HeaderRules.GoesUpstream(name, hasKey: false));
        Assert.False(HeaderRules.GoesUpstream(name, hasKey: true));
    }

    [Fact]
    public void beside_a_transfer_encoding_a_length_is_untrue()
    {
        Assert.False(HeaderRules.GoesToClient("Content-Length", decompressed: false, chunked: true));
        Assert.True(HeaderRules.GoesToClient("Content-Encoding", decompressed: false, chunked: true));
    }

    [Theory]
    [InlineData("Content-Type")]
    [InlineData("Retry-After")]
    [InlineData("x-ratelimit-remaining-tokens")]
    [InlineData("x-request-id")]
    public void everything_else_goes_to_the_client(string name)
    {
        Assert.True(HeaderRules.GoesToClient(name, decompressed: false));
        Assert.True(HeaderRules.GoesToClient(name, decompressed: true));
    }

    [Theory]
    [InlineData("Content-Encoding")]
    [InlineData("content-length")]
    public void a_decompressed_body_loses_its_encoding_and_its_old_length(string name)
    {
        Assert.True(HeaderRules.GoesToClient(name, decompressed: false));
        Assert.False(HeaderRules.GoesToClient(name, decompressed: true));
    }

    [Fact]
    public void an_upstreams_own_sidecar_headers_do_not_reach_the_client() =>
        Assert.False(HeaderRules.GoesToClient("X-Sidecar-Backend", decompressed: false));

    [Theory]
    [InlineData("close, X-Trace", "x-trace", true)]
    [InlineData("X-Trace", "x-trace", true)]
    [InlineData(" x-trace\t,close", "X-Trace", true)]
    [InlineData("close", "x-trace", false)]
    [InlineData("x-trace-id", "x-trace", false)]
    [InlineData("", "x-trace", false)]
    [InlineData(",,", "x-trace", false)]
    public void connection_names_more_of_them(string connection, string name, bool named) =>
        Assert.Equal(named, HeaderRules.IsNamedBy(connection, name));

    [Fact]
    public void asking_allocates_nothing()
    {
        string[] names = ["Content-Type", "Transfer-Encoding", "X-Sidecar-Backend", "Host", "Keep-Alive"];
        var crossed = Ask(names);
        var before = GC.GetAllocatedBytesForCurrentThread();
        crossed += Ask(names);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(6, crossed);
    }

    private static int Ask(string[] names)
    {
        var crossed = 0;
        foreach (var name in names)
            crossed += (HeaderRules.GoesUpstream(name, hasKey: true) ? 1 : 0) + (HeaderRules.GoesToClient(name, decompressed: true) ? 1 : 0)
                + (HeaderRules.IsNamedBy("close, te", name) ? 1 : 0);
        return crossed;
    }
}
