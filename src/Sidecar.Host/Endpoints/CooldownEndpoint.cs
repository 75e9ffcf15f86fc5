using System.Text.Json;
using Akka.Actor;
using Sidecar.Backends;
using Sidecar.Configuration.Values;
using Sidecar.Definitions;
using Sidecar.Wiring;

namespace Sidecar.Endpoints;

/// <summary><c>POST</c> and <c>DELETE /admin/backends/{id}/cooldown</c>: an operator's word on rests, journalled with who and why.</summary>
internal static class CooldownEndpoint
{
    private const int LongestText = 200;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>Body: <c>for</c> (such as 10m), and optionally <c>model</c> and <c>why</c>.</summary>
    public static async Task<IResult> Begin(string id, HttpRequest request, BackendDefinitions definitions, RequestGate gate, TimeProvider time, CancellationToken cancellation)
    {
        var (body, fault) = await JsonBody.ReadAsync(request, cancellation);
        if (body is null)
            return fault!;
        using (body)
        {
            if (body.RootElement.EnumerateObject().Select(property => property.Name).FirstOrDefault(name => name is not ("for" or "model" or "why")) is { } unknown)
                return AdminError.BadParameter(unknown, $"'{unknown}' is not known here. Allowed: for, model, why.");
            if (!DurationText.TryParse(TextOf(body, "for") ?? "", out var length) || length < TimeSpan.FromSeconds(1) || length > Longest)
                return AdminError.BadParameter("for", "'for' must be a duration from 1s to 30d, such as 10m.");
            return await Override(id, definitions, gate, time, new BackendProtocol.Cool(id, TextOf(body, "model"), length, Operator.NameIn(request), TextOf(body, "why")));
        }
    }

    public static Task<IResult> End(string id, HttpRequest request, BackendDefinitions definitions, RequestGate gate, TimeProvider time)
    {
        var parameters = new QueryParameters(request.Query, "model", "why");
        var (model, why) = (Shortened(parameters.Text("model")), Shortened(parameters.Text("why")));
        return parameters.Fault is { } fault
            ? Task.FromResult(fault)
            : Override(id, definitions, gate, time, new BackendProtocol.EndRests(id, model, Operator.NameIn(request), why));
    }

    private static async Task<IResult> Override(string id, BackendDefinitions definitions, RequestGate gate, TimeProvider time, BackendProtocol.IBackendMessage word)
    {
        if (definitions.Directory.Find(id) is not { Backend: not null } entry)
            return ChangeAnswer.Refused(ChangeResult.Unknown(id).Refusal!);
        if (await gate.ActorsWithin(Bound) is not { } actors)
            return ChangeAnswer.Refused(new ChangeRefusal(503, "starting", "Sidecar is starting: try again in a second.", []));
        try
        {
            await actors.Override(word, Bound);
        }
        catch (AskTimeoutException)
        {
            return ChangeAnswer.Refused(new ChangeRefusal(503, "backend_recovering", "The backend has not read its journal yet: try again in a moment.", []));
        }
        return new JsonAnswer(json => BackendJson.Write(json, entry, actors.Board.Current, time.GetUtcNow()));
    }

    private static string? TextOf(JsonDocument body, string name) =>
        body.RootElement.TryGetProperty(name, out var value) ? Shortened(value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()) : null;

    private static string? Shortened(string? text) => string.IsNullOrWhiteSpace(text) || text == "null" ? null : text.Length <= LongestText ? text : text[..LongestText];
}
