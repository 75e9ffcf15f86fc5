using Sidecar.Domain.Backends;

namespace Sidecar.Domain.Walk;

/// <summary>Writes and reads the parts of an arrival fact that tell which API is asked for.</summary>
internal static class AskBytes
{
    public static ArrivedParts PartsOf(in RequestAsk ask) =>
        (ask.Api == Apis.None ? 0 : ArrivedParts.Api) | (ask.Translation == Translations.None ? 0 : ArrivedParts.Translation)
        | (ask.Obstacle is null ? 0 : ArrivedParts.Obstacle);

    public static void Write(FactBytes bytes, in RequestAsk ask)
    {
        if (ask.Api != Apis.None)
            bytes.Text(ask.Api.ToWire());
        if (ask.Translation != Translations.None)
            bytes.Text(ask.Translation.ToWire());
        if (ask.Obstacle is { } obstacle)
            bytes.TextInPlace(obstacle);
    }

    public static RequestAsk Read(ref FactBytesReader bytes, ArrivedParts parts)
    {
        var ask = default(RequestAsk);
        if (parts.HasFlag(ArrivedParts.Api))
            ask = ask with { Api = ApiNames.FromWire(bytes.Text()) };
        if (parts.HasFlag(ArrivedParts.Translation))
            ask = ask with { Translation = TranslationNames.FromWire(bytes.Text()) };
        return parts.HasFlag(ArrivedParts.Obstacle) ? ask with { Obstacle = bytes.Text() } : ask;
    }
}
