using Microsoft.Extensions.Primitives;
using Sidecar.Domain.Door;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Wire;
using Sidecar.Upstream;

namespace Sidecar.Host.Upstream;

/// <summary>An upstream's response with the beginning of its body already read.</summary>
internal sealed class HttpUpstreamAnswer : UpstreamAnswer
{
    private readonly HttpRequestMessage _request;
    private readonly HttpResponseMessage _response;
    private readonly AnswerBeginning _beginning;
    private readonly bool _hidesUsage;
    private bool _isDisposed;

    private HttpUpstreamAnswer(
        HttpRequestMessage request, HttpResponseMessage response, AnswerBeginning beginning, bool isDecompressed, bool hidesUsage)
    {
        (_request, _response, _beginning, IsDecompressed, _hidesUsage) = (request, response, beginning, isDecompressed, hidesUsage);
    }

    public override int Status => (int)_response.StatusCode;

    public override bool IsEventStream => _beginning.Kind == BodyKind.Events;

    public override bool IsJson => _beginning.Kind == BodyKind.Json;

    public override bool HidesUsageEvent => _hidesUsage && IsEventStream;

    /// <summary>Only Sidecar made the request ask for usage.</summary>
    public bool WasAskedForUsage => _hidesUsage;

    public override ReadOnlyMemory<byte> Peeked => _beginning.Bytes;

    public override bool IsWhole => _beginning.IsWhole;

    public override Stream Body => _beginning.Rest;

    /// <summary>The content encoding was undone; its header and the content length no longer apply.</summary>
    public bool IsDecompressed { get; }

    /// <summary>The mask for its headers, and its body; null: none.</summary>
    public SecretMask? Mask { get; private init; }

    public HttpResponseMessage Response => _response;

    /// <param name="request">The request.</param>
    /// <param name="response">The response head.</param>
    /// <param name="body">The body.</param>
    /// <param name="isGeneration">Something was to be generated: the body is examined, whatever its label.</param>
    /// <param name="hidesUsage">Sidecar made the request ask for usage.</param>
    /// <param name="mask">The mask for headers and body; null: none.</param>
    /// <param name="time">The clock for waiting.</param>
    public static HttpUpstreamAnswer Of(HttpRequestMessage request, HttpResponseMessage response, Stream body, bool isGeneration,
        bool hidesUsage, TimeProvider time, SecretMask? mask = null)
    {
        var hasBody = request.Method != HttpMethod.Head && (int)response.StatusCode is not (204 or 304);
        var encodings = BodyDecoding.EncodingsOf(response.Content.Headers);
        // Part of a compressed body cannot be decoded by itself.
        var decoded =
            encodings.Length == 0 ? body : hasBody && (int)response.StatusCode != 206 ? BodyDecoding.Decoded(body, encodings) : null;
        // A body that is still encoded is passed on unchanged, because it cannot be examined for events or text.
        var label = hasBody && decoded is not null ? BodyKinds.OfLabel(Label(response)) : BodyKind.Other;
        var isDecompressed = decoded is not null && encodings.Length > 0;
        // Beside a transfer-encoding, a length means nothing.
        var length = isDecompressed || mask is not null || response.Headers.NonValidated.Contains("transfer-encoding") ? null
            : response.Content.Headers.ContentLength;
        var beginning =
            new AnswerBeginning(mask is null ? decoded ?? body : new MaskedStream(decoded ?? body, mask), label,
            isLabelTrusted: !isGeneration || !hasBody || decoded is null, length, time);
        return new HttpUpstreamAnswer(request, response, beginning, isDecompressed, hidesUsage) { Mask = mask };
    }

    /// <summary>Reads the beginning of the body. False: it should be an event stream, and ended without an event.</summary>
    /// <param name="hold">How long an answer is held back that arrives but says nothing.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <param name="clientGone">Ends it where the attempt's timer must not.</param>
    public async ValueTask<bool> PeekAsync(TimeSpan hold, CancellationToken cancellation, CancellationToken clientGone)
    {
        if (Status < 400)
            return await _beginning.ReadAsync(hold, cancellation) || Status >= 300;
        await _beginning.ReadErrorAsync(clientGone);
        return true;
    }

    public override void CopyHeadersTo(IDictionary<string, StringValues> client) => AnswerHeaders.Copy(this, client);

    public override string? Header(string name)
    {
        if (_response.Headers.NonValidated.TryGetValues(name, out var values)
            || _response.Content.Headers.NonValidated.TryGetValues(name, out values))
            foreach (var value in values)
                return value;
        return null;
    }

    public override IEnumerable<string> HeaderNames =>
        _response.Headers.NonValidated.Concat(_response.Content.Headers.NonValidated).Select(header => header.Key);

    // Called for every answer, so it must not allocate an enumerator.
    public override bool TellsLimits
    {
        get
        {
            foreach (var header in _response.Headers.NonValidated)
                if (NamedLimitHeaders.IsOne(header.Key))
                    return true;
            return false;
        }
    }

    public override void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _response.Dispose();
        _request.Dispose();
        ForgetPeeked();
        if (_beginning.Rest is HeldRead held)
            held.Dispose();
    }

    public override void ForgetPeeked() => _beginning.Forget();

    private static string? Label(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("content-type", out var values) ? values.ToString() : null;
}
