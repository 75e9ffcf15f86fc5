using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Wire;

public class UpstreamUriTests
{
    [Theory]
    [InlineData("https://h/v1", "/v1/models", "", "https://h/v1/models")]
    [InlineData("https://h/v1/", "/v1/models", "", "https://h/v1/models")]
    [InlineData("https://h/v1//", "/v1/models", "", "https://h/v1/models")]
    [InlineData("https://h", "/v1/models", "", "https://h/v1/models")]
    [InlineData("https://h/", "/v1/models", "", "https://h/v1/models")]
    [InlineData("http://127.0.0.1:8000", "/v1/models", "", "http://127.0.0.1:8000/v1/models")]
    [InlineData("https://h/api/v1", "/v1/chat/completions", "", "https://h/api/v1/chat/completions")]
    [InlineData("https://h/openai", "/v1/models", "", "https://h/openai/v1/models")]
    [InlineData("https://h/v1beta", "/v1/models", "", "https://h/v1beta/v1/models")]
    [InlineData("https://h/v1", "/v1beta/models", "", "https://h/v1/v1beta/models")]
    [InlineData("https://h/V1", "/v1/models", "", "https://h/V1/v1/models")]
    [InlineData("https://h/v1", "/v1", "", "https://h/v1")]
    [InlineData("https://h/v1", "/v1/", "", "https://h/v1/")]
    [InlineData("https://h/v1", "/v1/v1/x", "", "https://h/v1/v1/x")]
    [InlineData("https://h/v1", "", "", "https://h/v1")]
    public void the_segment_that_both_share_is_not_repeated(string baseUrl, string path, string query, string expected) =>
        Assert.Equal(expected, UpstreamUri.Join(baseUrl, path, query));

    [Fact]
    public void a_host_is_no_segment() => Assert.Equal("http://v1/v1/models", UpstreamUri.Join("http://v1", "/v1/models", ""));

    [Theory]
    [InlineData("https://h/v1", "?a=b%20c&d", "https://h/v1/x?a=b%20c&d")]
    [InlineData("https://h/v1?api-version=1", "", "https://h/v1/x?api-version=1")]
    [InlineData("https://h/v1?api-version=1", "?", "https://h/v1/x?api-version=1")]
    [InlineData("https://h/v1/?api-version=1", "?a=b", "https://h/v1/x?api-version=1&a=b")]
    public void queries_are_kept_the_bases_own_first(string baseUrl, string query, string expected) =>
        Assert.Equal(expected, UpstreamUri.Join(baseUrl, "/v1/x", query));

    [Fact]
    public void percent_encoding_stays_as_the_client_wrote_it() =>
        Assert.Equal("https://h/v1/models/a%2Fb%20%c3%A9//c", UpstreamUri.Join("https://h/v1", "/v1/models/a%2Fb%20%c3%A9//c", ""));
}
