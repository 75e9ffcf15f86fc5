using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Wire;

public class ContentEncodingsTests
{
    [Theory]
    [InlineData("gzip, deflate, br", "gzip, deflate, br")]
    [InlineData("gzip;q=0.5, br;q=1", "gzip;q=0.5, br;q=1")]
    [InlineData("identity", "identity")]
    [InlineData("gzip, zstd", "gzip")]
    [InlineData("zstd, gzip;q=0.8, dcb, br", "gzip;q=0.8, br")]
    [InlineData("zstd", "identity")]
    [InlineData("*", "identity")]
    [InlineData("gzip, *", "gzip")]
    [InlineData("gzip, *;q=0.1", "gzip")]
    [InlineData("gzip, *;q=0", "gzip, *;q=0")]
    [InlineData("identity;q=1, *;q=0.000", "identity;q=1, *;q=0.000")]
    [InlineData("ZSTD, GZip", "GZip")]
    [InlineData("compress", "identity")]
    [InlineData("", "identity")]
    public void only_what_can_be_read_is_asked_for(string given, string expected) =>
        Assert.Equal(expected, ContentEncodings.Offered(given));
}
