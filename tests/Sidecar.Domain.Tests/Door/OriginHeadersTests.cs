using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Door;

public sealed class OriginHeadersTests
{
    [Theory]
    [InlineData("Set-Cookie")]
    [InlineData("Service-Worker-Allowed")]
    [InlineData("Clear-Site-Data")]
    [InlineData("Strict-Transport-Security")]
    [InlineData("Alt-Svc")]
    [InlineData("Refresh")]
    [InlineData("Report-To")]
    [InlineData("Access-Control-Allow-Origin")]
    [InlineData("Content-Security-Policy")]
    public void what_acts_on_an_origin_does_not_reach_the_client(string name)
    {
        Assert.False(HeaderRules.GoesToClient(name, decompressed: false));
        Assert.False(HeaderRules.GoesToClient(name.ToLowerInvariant(), decompressed: true));
    }

    [Theory]
    [InlineData("Link")]
    [InlineData("Location")]
    [InlineData("WWW-Authenticate")]
    [InlineData("Content-Disposition")]
    [InlineData("ETag")]
    public void what_only_tells_of_the_answer_does(string name) => Assert.True(HeaderRules.GoesToClient(name, decompressed: false));
}
