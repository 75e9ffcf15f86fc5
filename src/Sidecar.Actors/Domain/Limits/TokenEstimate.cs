using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Limits;

/// <summary>Estimates the tokens of an attempt before anyone has counted them: one for every four bytes of the body, plus the most that the
/// answer may have.</summary>
internal static class TokenEstimate
{
    private const int BytesPerToken = 4;

    public static long Of(int bodyBytes, in RequestEnvelope envelope) =>
        OfInput(bodyBytes) + Math.Clamp(envelope.MaxTokens ?? 0, 0, int.MaxValue);

    /// <summary>The approximate number of bytes of a body with this estimate.</summary>
    public static long BytesOf(long input) => input * BytesPerToken;

    /// <summary>The part of the estimate that is for the request itself.</summary>
    public static long OfInput(int bodyBytes) => Math.Max(1, bodyBytes / BytesPerToken);
}
