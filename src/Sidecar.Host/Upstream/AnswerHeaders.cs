using System.Net.Http.Headers;
using Microsoft.Extensions.Primitives;
using Sidecar.Domain.Door;
using Sidecar.Domain.Wire;

namespace Sidecar.Host.Upstream;

/// <summary>Selects the headers of an upstream's answer that the client gets.</summary>
internal static class AnswerHeaders
{
    public static void Copy(HttpUpstreamAnswer answer, IDictionary<string, StringValues> to)
    {
        // There may be several of them; joined, the names in all of them count.
        var connection = answer.Response.Headers.NonValidated.TryGetValues("connection", out var named) ? named.ToString() : null;
        foreach (var (name, values) in answer.Response.Headers.NonValidated)
            if (HeaderRules.GoesToClient(name, answer.IsDecompressed) && (connection is null || !HeaderRules.IsNamedBy(connection, name)))
                Append(to, name, values, answer.Mask);
        var isChunked = answer.Response.Headers.NonValidated.Contains("transfer-encoding");
        foreach (var (name, values) in answer.Response.Content.Headers.NonValidated)
            if (HeaderRules.GoesToClient(name, answer.IsDecompressed, isChunked) && !IsUntrue(answer, name))
                Append(to, name, values, answer.Mask);
    }

    // A stream may lose its usage event here, or get an error event, so the upstream's length may be wrong; a status without a body has
    // no length either.
    private static bool IsUntrue(HttpUpstreamAnswer answer, string name) =>
        (answer.IsEventStream || answer.Status is 204 or 205) && name.Equals("content-length", StringComparison.OrdinalIgnoreCase);

    private static void Append(IDictionary<string, StringValues> to, string name, HeaderStringValues values, SecretMask? mask)
    {
        try
        {
            var given = mask is null ? ToStringValues(values) : new StringValues([.. values.Select(mask.Apply)]);
            to[name] = to.TryGetValue(name, out var before) ? StringValues.Concat(before, given) : given;
        }
        catch (InvalidOperationException)
        {
            // The header contains a control character, which the server does not send: better an answer without this header than none.
        }
    }

    private static StringValues ToStringValues(HeaderStringValues values) =>
        values.Count == 1 ? values.ToString() : new StringValues([.. values]);
}
