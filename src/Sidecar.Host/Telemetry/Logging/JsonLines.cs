using System.Text.Json;
using System.Text.Json.Serialization;
using ZLogger;
using ZLogger.Formatters;

namespace Sidecar.Host.Telemetry.Logging;

/// <summary>Formats a log line as JSON: first the fields of every line, then the values of its message under <c>State</c>.</summary>
internal static class JsonLines
{
    public static ZLoggerOptions UseJsonLines(this ZLoggerOptions options) => options.UseJsonFormatter(json =>
    {
        json.UseUtcTimestamp = true;
        json.IncludeProperties =
            IncludeProperties.Timestamp | IncludeProperties.EventIdValue | IncludeProperties.LogLevel | IncludeProperties.CategoryName
            | IncludeProperties.Message | IncludeProperties.Exception | IncludeProperties.ParameterKeyValues;
        json.PropertyKeyValuesObjectName = JsonEncodedText.Encode("State");
        json.JsonSerializerOptions.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
        json.JsonSerializerOptions.Converters.Add(new ValueText());
    });
}
