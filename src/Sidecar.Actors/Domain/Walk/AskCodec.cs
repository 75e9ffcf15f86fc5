using System.Text.Json;
using Sidecar.Domain.Backends;

namespace Sidecar.Domain.Walk;

/// <summary>The JSON members that tell what a request asks for: <c>api</c>, <c>translation</c>, <c>untranslatable</c>.</summary>
internal static class AskCodec
{
    public static void Write(Utf8JsonWriter json, in RequestAsk ask)
    {
        if (ask.Api != Apis.None)
            json.WriteString("api"u8, ask.Api.ToWire());
        if (ask.Translation != Translations.None)
            json.WriteString("translation"u8, ask.Translation.ToWire());
        if (ask.Obstacle is { } obstacle)
            json.WriteString("untranslatable"u8, obstacle);
    }
}
