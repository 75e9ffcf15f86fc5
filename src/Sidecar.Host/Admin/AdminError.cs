using System.Text.Json.Serialization;

namespace Sidecar.Host.Admin;

/// <summary>A refusal by the admin endpoints, in the shape of OpenAI's errors:
/// <c>{"error":{"message","type","code","param"}}</c>.</summary>
internal sealed record AdminError(AdminError.Body Error)
{
    public sealed record Body(string Message, string Type, string Code, string? Param);

    public static IResult BadParameter(string name, string message) =>
        Refuse(StatusCodes.Status400BadRequest, new Body(message, "invalid_request_error", "invalid_parameter", name));

    public static IResult Refuse(int status, Body error) =>
        Results.Json(new AdminError(error), AdminErrorJson.Default.AdminError, statusCode: status);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AdminError))]
internal sealed partial class AdminErrorJson : JsonSerializerContext;
