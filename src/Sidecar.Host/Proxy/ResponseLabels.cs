using Sidecar.Domain.Backends;
using Sidecar.Domain.Walk;

namespace Sidecar.Host.Proxy;

/// <summary>The response headers that describe a request's walk.</summary>
internal readonly record struct ResponseLabels(string RequestId, string Backend, string Pool, RequestPhase Phase, int Attempts,
    Translations Translated = Translations.None)
{
    public const string RequestIdHeader = "x-sidecar-request-id";

    private const string UsualIdHeader = "x-request-id";

    private static readonly string[] Numbers =
        [.. Enumerable.Range(0, 32).Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    public void WriteTo(IHeaderDictionary headers)
    {
        headers[RequestIdHeader] = RequestId;
        // OpenAI's SDKs keep this one with their errors, and an agent (Qwen Code) asks again after a lost stream only if it is there.
        if (!headers.ContainsKey(UsualIdHeader))
            headers[UsualIdHeader] = RequestId;
        headers["x-sidecar-backend"] = Backend;
        headers["x-sidecar-pool"] = Pool;
        if (Translated != Translations.None)
            headers["x-sidecar-translated"] = Translated.ToWire();
        headers["x-sidecar-phase"] = Phase.ToWire();
        headers["x-sidecar-attempts"] =
            Attempts < Numbers.Length ? Numbers[Attempts] : Attempts.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
