using System.ClientModel;
using System.Text.Json;
using Anthropic.Exceptions;
using Microsoft.SemanticKernel;

namespace Sidecar.Host.Tests.Clients.DotNet;

/// <summary>Exceptions in a few words that are the same every time: kind, status, code.</summary>
internal static class Faults
{
    public static string Say(Exception fault)
    {
        if (fault is OperationCanceledException)
            return "error OperationCanceledException";
        var (status, body) = fault switch
        {
            ClientResultException refused => (refused.Status, refused.GetRawResponse()?.Content.ToString()),
            HttpOperationException refused => ((int?)refused.StatusCode ?? 0, refused.ResponseContent),
            AnthropicApiException refused => ((int)refused.StatusCode, refused.ResponseBody),
            _ => (0, null),
        };
        return $"error {fault.GetType().Name}{(status > 0 ? $" {status}" : "")}{Code(body)}{Cause(fault, status)}";
    }

    private static string Cause(Exception fault, int status) =>
        status == 0 && fault.InnerException is { } inner ? $" ({inner.GetType().Name})" : "";

    private static string Code(string? body)
    {
        if (body is not ['{', ..])
            return "";
        using var document = JsonDocument.Parse(body);
        if (!document.RootElement.TryGetProperty("error", out var error))
            return "";
        var code = error.TryGetProperty("code", out var told) && told.ValueKind == JsonValueKind.String ? told : error.GetProperty("type");
        return $" {code.GetString()}";
    }
}
