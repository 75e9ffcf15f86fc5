using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Limits;

/// <summary>How many tokens an attempt is held to need before anyone has counted them: four bytes of body a token, and all it may
/// answer.</summary>
internal static class TokenEstimate
{
    private const int BytesPerToken = 4;

    public static long Of(int bodyBytes, in RequestEnvelope envelope) =>
        OfInput(bodyBytes) + Math.Clamp(envelope.MaxTokens ?? 0, 0, int.MaxValue);

    /// <summary>How many bytes a body has about, of which so many tokens were estimated.</summary>
    public static long BytesOf(long input) => input * BytesPerToken;

    /// <summary>The part of it that is the request itself.</summary>
    public static long OfInput(int bodyBytes) => Math.Max(1, bodyBytes / BytesPerToken);
}
