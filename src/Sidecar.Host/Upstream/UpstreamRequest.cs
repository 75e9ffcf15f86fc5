using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Primitives;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Wire;
using Sidecar.Upstream;

namespace Sidecar.Host.Upstream;

/// <summary>Builds the HTTP request of one attempt: address, headers and body.</summary>
internal static class UpstreamRequest
{
    // From this size on, a body is announced with Expect: 100-continue.
    private const int AsksFirst = 1024 * 1024;

    /// <param name="call">The attempt.</param>
    /// <param name="hidesUsage">The body was changed to ask for usage, so the client must not see the usage event.</param>
    public static HttpRequestMessage Of(UpstreamCall call, out bool hidesUsage)
    {
        var (request, backend) = (call.Request, call.Backend);
        var message = new HttpRequestMessage
        {
            Method = MethodOf(request.Method),
            RequestUri = UpstreamAddresses.Of(backend, request.Path, request.Query, ModelOf(call)),
            Content = ContentOf(call, out hidesUsage),
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Version = message.RequestUri.Scheme == Uri.UriSchemeHttps ? HttpVersion.Version20 : HttpVersion.Version11;
        CopyHeaders(request, backend, call.Span, message);
        // HTTP/2 notices an answer at any time.
        if (request.Body.Length > AsksFirst && message.Version.Major == 1)
            message.Headers.ExpectContinue = true;
        if (request.Decoded is not null && message.Content is OutgoingContent { IsRewritten: true } content)
            content.Headers.Remove("Content-Encoding");
        return message;
    }

    private static HttpMethod MethodOf(string method) =>
        method == "POST" ? HttpMethod.Post : method == "GET" ? HttpMethod.Get : new HttpMethod(method);

    private static string? ModelOf(UpstreamCall call) =>
        call.Request.Model == RequestEnvelope.UnknownModel ? null : call.Backend.UpstreamNameOf(call.Request.Model);

    private static OutgoingContent? ContentOf(UpstreamCall call, out bool hidesUsage)
    {
        var (request, envelope) = (call.Request, call.Request.Envelope);
        hidesUsage = call.InjectUsage && request.Method == "POST" && UsageInjection.Applies(request.Path, envelope);
        if (request.Body.Length == 0)
            return request.Method is "POST" or "PUT" or "PATCH" ? new OutgoingContent(PooledBody.Empty) : null;
        var upstreamName = call.Backend.UpstreamNameOf(request.Model);
        var newModel = envelope.ModelStart >= 0 && upstreamName != envelope.Model ? upstreamName : null;
        if (newModel is null && !hidesUsage)
            return new OutgoingContent(request.Body);
        // A compressed body is sent decoded, because otherwise nothing in it could be replaced.
        var readable = request.Decoded ?? request.Body;
        var writer = new PooledBodyWriter(readable.Length + 256);
        RequestBodyRewriter.Write(readable.Memory.Span, envelope, newModel, hidesUsage, writer);
        return OutgoingContent.Owning(writer.ToBody());
    }

    private static void CopyHeaders(ProxyRequest request, Backend backend, Activity? span, HttpRequestMessage message)
    {
        var connection = "";
        foreach (var (name, values) in request.Headers)
            if (string.Equals(name, "connection", StringComparison.OrdinalIgnoreCase))
                connection = values.ToString();
        var hasKey = backend.HasOwnCredentials;
        foreach (var (name, values) in request.Headers)
            if (HeaderRules.GoesUpstream(name, hasKey) && !UpstreamCredentials.Replaces(backend, name)
                && (span is null || !TraceHeaders.Has(name))
                && (connection.Length == 0 || !HeaderRules.IsNamedBy(connection, name)))
                Add(message, name, Offered(name, values));
        if (request.Via.Length > 0)
            message.Headers.TryAddWithoutValidation("Via", request.Via);
        if (span is not null)
            TraceHeaders.Add(message, span);
        UpstreamCredentials.AddTo(message, backend);
    }

    private static StringValues Offered(string name, StringValues values)
    {
        if (name.Length == 15 && name.Equals("accept-encoding", StringComparison.OrdinalIgnoreCase))
            return ContentEncodings.Offered(values.ToString());
        return name.Length == 6 && name.Equals("cookie", StringComparison.OrdinalIgnoreCase) ? OwnCookies.Without(values) : values;
    }

    private static void Add(HttpRequestMessage message, string name, StringValues values)
    {
        if (values.Count == 0)
            return;
        if (values.Count == 1 ? message.Headers.TryAddWithoutValidation(name, values[0])
            : message.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            return;
        // Content-Type and similar headers belong to the content; without a body they describe nothing.
        if (message.Content is { } content)
            content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
    }
}
