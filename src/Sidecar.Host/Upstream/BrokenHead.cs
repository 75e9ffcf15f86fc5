using System.Globalization;

namespace Sidecar.Host.Upstream;

/// <summary>Finds contradictory response heads (RFC 9110, RFC 9112 section 6.3): where such an answer ends, or what it means, is unclear,
/// and passing it on would break the client's connection.</summary>
internal static class BrokenHead
{
    /// <summary>What is wrong, or null.</summary>
    public static string? FaultOf(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status < 200)
            return "its status is none that an answer ends with";
        var headers = response.Content.Headers.NonValidated;
        var hasLength = headers.TryGetValues("content-length", out var lengths);
        if (hasLength && (lengths.Count > 1 || !long.TryParse(lengths.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            return "its content-length is given more than once, or is not a number";
        var isEmpty = !hasLength || lengths.ToString().AsSpan().Trim('0').IsEmpty;
        // For a HEAD request, the length is that of another answer.
        return status is 204 or 205 && response.RequestMessage?.Method != HttpMethod.Head
            && (!isEmpty || (status == 204 && HasCoding(response)))
            ? $"it announces a body with a {status}, which has none"
            : null;
    }

    private static bool HasCoding(HttpResponseMessage response) => response.Headers.NonValidated.Contains("transfer-encoding");
}
