using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Primitives;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Wire;
using Sidecar.Upstream;

namespace Sidecar.Host.Upstream;

/// <summary>Makes the HTTP request of one attempt: address, headers and body by the rules of the wire.</summary>
internal static class UpstreamRequest
{
    /// <param name="call">The attempt.</param>
    /// <param name="hidesUsage">The body was made to ask for usage, so that the client must not see the answer to that.</param>
    public static HttpRequestMessage Of(UpstreamCall call, out bool hidesUsage)
    {
        var (request, backend) = (call.Request, call.Backend);
        var message = new HttpRequestMessage
        {
            Method = MethodOf(request.Method),
            RequestUri = UpstreamAddresses.Of(backend.BaseUrl, request.Path, request.Query),
            Content = ContentOf(call, out hidesUsage),
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Version = message.RequestUri.Scheme == Uri.UriSchemeHttps ? HttpVersion.Version20 : HttpVersion.Version11;
        CopyHeaders(request, backend, call.Span, message);
        return message;
    }

    private static HttpMethod MethodOf(string method) => method == "POST" ? HttpMethod.Post : method == "GET" ? HttpMethod.Get : new HttpMethod(method);

    private static OutgoingContent? ContentOf(UpstreamCall call, out bool hidesUsage)
    {
        var (request, envelope) = (call.Request, call.Request.Envelope);
        hidesUsage = call.InjectUsage && request.Method == "POST" && UsageInjection.Applies(request.Path, envelope);
        if (request.Body.Length == 0)
            return request.Method is "POST" or "PUT" or "PATCH" ? new OutgoingContent(PooledBody.Empty) : null;
        var upstreamName = call.Backend.FindModel(request.Model)?.UpstreamName ?? request.Model;
        var newModel = envelope.ModelStart >= 0 && upstreamName != envelope.Model ? upstreamName : null;
        if (newModel is null && !hidesUsage)
            return new OutgoingContent(request.Body);
        var writer = new PooledBodyWriter(request.Body.Length + 256);
        RequestBodyRewriter.Write(request.Body.Memory.Span, envelope, newModel, hidesUsage, writer);
        return OutgoingContent.Owning(writer.ToBody());
    }

    private static void CopyHeaders(ProxyRequest request, Backend backend, Activity? span, HttpRequestMessage message)
    {
        var connection = "";
        foreach (var (name, values) in request.Headers)
            if (string.Equals(name, "connection", StringComparison.OrdinalIgnoreCase))
                connection = values.ToString();
        foreach (var (name, values) in request.Headers)
            if (HeaderRules.GoesUpstream(name) && !IsReplaced(backend, name) && (span is null || !TraceHeaders.Has(name)) && (connection.Length == 0 || !HeaderRules.IsNamedBy(connection, name)))
                Add(message, name, values);
        if (request.Via.Length > 0)
            message.Headers.TryAddWithoutValidation("Via", request.Via);
        if (span is not null)
            TraceHeaders.Add(message, span);
        if (backend.ApiKey is { } key && !IsReplacedByHeaders(backend, "authorization"))
            message.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key.Reveal());
        foreach (var (name, value) in backend.Headers)
            Add(message, name, value);
    }

    private static bool IsReplaced(Backend backend, string name) =>
        (backend.ApiKey is not null && string.Equals(name, "authorization", StringComparison.OrdinalIgnoreCase)) || IsReplacedByHeaders(backend, name);

    private static bool IsReplacedByHeaders(Backend backend, string name)
    {
        for (var i = 0; i < backend.Headers.Count; i++)
            if (string.Equals(backend.Headers[i].Key, name, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    private static void Add(HttpRequestMessage message, string name, StringValues values)
    {
        if (values.Count == 1 ? message.Headers.TryAddWithoutValidation(name, values[0]) : message.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            return;
        // Content-Type and its like are the content's; without one there is nothing that they could describe.
        if (message.Content is { } content)
            content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
    }
}
