using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sidecar.Host.Telemetry.Logging;

/// <summary>Writes a logged object as its text. Otherwise the serializer would read its properties, which may include a request's
/// headers, or throw.</summary>
internal sealed class ValueText : JsonConverter<object>
{
    public override bool CanConvert(Type typeToConvert) =>
        !typeToConvert.IsPrimitive && typeToConvert != typeof(string) && typeToConvert != typeof(decimal)
            && Nullable.GetUnderlyingType(typeToConvert) is null;

    public override object Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
