using Sidecar.Domain.Limits;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Limits;

public sealed class TokenEstimateTests
{
    [Theory]
    [InlineData(0, null, 1)]
    [InlineData(3, null, 1)]
    [InlineData(4_000, null, 1_000)]
    [InlineData(4_000, 500L, 1_500)]
    [InlineData(4_000, -7L, 1_000)]
    [InlineData(4, long.MaxValue, 1L + int.MaxValue)] // clients choose this number: it must not make a sum overflow
    public void four_bytes_of_body_are_a_token_and_all_it_may_answer_counts(int bytes, long? maxTokens, long tokens) =>
        Assert.Equal(tokens, TokenEstimate.Of(bytes, RequestEnvelope.Opaque with { MaxTokens = maxTokens }));
}
