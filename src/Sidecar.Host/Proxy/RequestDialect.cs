using Sidecar.Domain.Backends;
using Sidecar.Domain.Translation;
using Sidecar.Upstream;

namespace Sidecar.Host.Proxy;

/// <summary>The API that a request asks for, and its translation if a backend may need one.</summary>
/// <param name="Body">The translated body, which the caller must release; null: not needed.</param>
internal readonly record struct RequestDialect(RequestAsk Ask, PooledBody? Body, CarriedRequest Carried)
{
    /// <param name="readable">The body, content encodings undone.</param>
    public static RequestDialect Of(BackendCatalog catalog, string method, string path, PooledBody readable)
    {
        var api = ApiPaths.Of(path);
        var ask = new RequestAsk(api, RequestAsk.TranslationOf(method, path));
        // If every backend speaks the API, the body is not examined.
        if (ask.Translation == Translations.None || !catalog.MayTranslate(ask))
            return new RequestDialect(new RequestAsk(api), null, default);
        var writer = new PooledBodyWriter(readable.Length + 1024);
        var carried = RequestTranslation.Write(ask.Translation, readable.Memory, new ChatForm(), writer);
        var body = writer.ToBody();
        if (carried.Obstacle is null)
            return new RequestDialect(ask, body, carried);
        body.Release();
        return new RequestDialect(ask with { Obstacle = carried.Obstacle }, null, default);
    }
}
