using Sidecar.Domain.Door;

namespace Sidecar.Domain.Tests.Door;

public sealed class PathRulesTests
{
    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/models/meta%2Fllama-3.1")]
    [InlineData("/v1/models/meta%252Fllama")]
    [InlineData("/v1/files/a..b/content")]
    [InlineData("/v1/files/..a")]
    [InlineData("/v1/files/100%")]
    [InlineData("/v1/files/%zz")]
    [InlineData("/v1/models/m:free;x=1")]
    [InlineData("/v1/files/%C3%A4.txt")]
    [InlineData("/v1/files/…")]
    public void ordinary_paths_stay_inside(string path) => Assert.True(PathRules.StaysInside(path));

    [Theory]
    [InlineData("/v1/files/%2f..%2f..%2fadmin")]
    [InlineData("/v1/files/..%2f..%2fadmin")]
    [InlineData("/v1/%2e%2e%2fadmin")]
    [InlineData("/v1/%252e%252e%252fadmin")]
    [InlineData("/v1/x%252f..%252fy")]
    [InlineData("/v1/%25252e%25252e%25252f")]
    [InlineData("/v1/..\\admin")]
    [InlineData("/v1/x%5c..%5cy")]
    [InlineData("/v1/..;/admin")]
    [InlineData("/v1/..;a=b/admin")]
    [InlineData("/v1/..%3b/admin")]
    [InlineData("/v1/%c0%ae%c0%ae/admin")]
    [InlineData("/v1/x%00/y")]
    [InlineData("/v1/x%250ay")]
    [InlineData("/v1/../admin")]
    public void paths_that_lead_out_after_decoding_are_refused(string path) => Assert.False(PathRules.StaysInside(path));

    [Fact]
    public void a_path_that_is_encoded_without_end_is_refused() =>
        Assert.False(PathRules.StaysInside("/v1/%" + string.Concat(Enumerable.Repeat("25", 50)) + "2e"));
}
