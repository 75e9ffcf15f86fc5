using System.Text.Json;
using Sidecar.Host.RuntimeBackends;

namespace Sidecar.Host.Admin;

/// <summary><c>POST</c> and <c>DELETE /admin/backends/{id}/cooldown</c>: operator overrides of rests.</summary>
internal static class CooldownEndpoint
{
    /// <summary>Body: <c>for</c> (such as 10m), and optionally <c>model</c> and <c>why</c>.</summary>
    public static async Task<IResult> Begin(
        string id, HttpRequest request, OperatorCooldowns rests, RequestGate gate, TimeProvider time, CancellationToken cancellation)
    {
        var (body, fault) = await JsonBody.ReadAsync(request, cancellation);
        if (body is null)
            return fault!;
        using (body)
        {
            if (body.RootElement.EnumerateObject().Select(property => property.Name)
                .FirstOrDefault(name => name is not ("for" or "model" or "why")) is { } unknown)
                return AdminError.BadParameter(unknown, $"'{unknown}' is not known here. Allowed: for, model, why.");
            return Answer(await rests.Begin(id, TextOf(body, "model"), TextOf(body, "for"), Operator.NameIn(request), TextOf(body, "why")),
                gate, time);
        }
    }

    public static async Task<IResult> End(string id, HttpRequest request, OperatorCooldowns rests, RequestGate gate, TimeProvider time)
    {
        var parameters = new QueryParameters(request.Query, "model", "why");
        var (model, why) = (OperatorWords.Of(parameters.Text("model")), OperatorWords.Of(parameters.Text("why")));
        return parameters.Fault ?? Answer(await rests.End(id, model, Operator.NameIn(request), why), gate, time);
    }

    private static IResult Answer(ChangeResult result, RequestGate gate, TimeProvider time) => result.Refusal is { } refusal
        ? ChangeAnswer.Refused(refusal)
        : new JsonAnswer(json => BackendJson.Write(json, result.Entry!, gate.Actors?.Board.Current, time.GetUtcNow()));

    private static string? TextOf(JsonDocument body, string name) => body.RootElement.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => OperatorWords.Of(value.GetString()),
            _ => OperatorWords.Of(value.GetRawText()),
        }
        : null;
}
