using System.Collections.Concurrent;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Translation;
using Sidecar.Upstream;

namespace Sidecar.Host.Upstream;

/// <summary>Builds the call of a translated attempt, in the form that its backend accepts.</summary>
/// <remarks>Remembers which models of which backends refuse <c>reasoning_effort</c>: an optional wish of the client must not cost it the
/// answer.</remarks>
internal sealed class TranslatedCalls
{
    // A bound, because clients choose model names.
    private const int MostKept = 1024;

    private static readonly string[] WithCompletionTokens = ["openai", "azure"];

    private readonly ConcurrentDictionary<(string Id, string BaseUrl, string Model), bool> _refusing = new();

    /// <summary>The call as chat completions; null: the backend gets the request unchanged.</summary>
    public UpstreamCall? Of(UpstreamCall call)
    {
        if (call.Request.Translated is not { } translated || !call.Request.Ask.IsTranslatedFor(call.Backend))
            return null;
        // The other dialects always report usage.
        return call with { Request = InForm(call, translated, FormOf(call)), InjectUsage = true };
    }

    /// <summary>Whether the answer is an error about the effort; then this backend does not get it again.</summary>
    public bool RefusesEffort(UpstreamCall call, UpstreamReply reply)
    {
        if (reply is not HttpUpstreamAnswer { Status: 400 or 422 } answer || answer.Peeked.Span.IndexOf("reasoning_effort"u8) < 0
            || _refusing.ContainsKey(KeyOf(call)))
            return false;
        if (_refusing.Count >= MostKept)
            _refusing.Clear();
        _refusing[KeyOf(call)] = true;
        return true;
    }

    private ChatForm FormOf(UpstreamCall call) => new(
        WithoutEffort: !_refusing.IsEmpty && _refusing.ContainsKey(KeyOf(call)),
        // https://developers.openai.com/api/docs/guides/reasoning: reasoning models refuse max_tokens.
        UsesCompletionTokens: Array.IndexOf(WithCompletionTokens, call.Backend.Preset) >= 0
            || call.Backend.BaseUrl.StartsWith("https://api.openai.com/", StringComparison.OrdinalIgnoreCase));

    private static ProxyRequest InForm(UpstreamCall call, ProxyRequest translated, ChatForm form)
    {
        if (form == new ChatForm())
            return translated;
        var readable = call.Request.Decoded ?? call.Request.Body;
        var writer = new PooledBodyWriter(readable.Length + 1024);
        RequestTranslation.Write(call.Request.Ask.Translation, readable.Memory, form, writer);
        return ChatRequest.Of(translated, writer.ToBody(), translated.Carried);
    }

    private static (string, string, string) KeyOf(UpstreamCall call) => (call.Backend.Id, call.Backend.BaseUrl, call.Request.Model);
}
