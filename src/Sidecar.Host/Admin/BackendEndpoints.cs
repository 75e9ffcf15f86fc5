using Sidecar.Host.Admin.Describing;
using Sidecar.Host.Configuration.Hocon;
using Sidecar.Host.Hosting;
using Sidecar.Host.RuntimeBackends;

namespace Sidecar.Host.Admin;

/// <summary><c>/admin/backends</c>: definitions, operator overrides of rests, and a test of a backend.</summary>
internal static class BackendEndpoints
{
    private static readonly SourcePosition Body = new("body");

    public static void MapBackends(this RouteGroupBuilder admin)
    {
        var backends = admin.MapGroup("/backends").WithTags("backends");
        backends.MapGet("", List).WithName("list-backends").WithSummary("All backends, from the file and added at run time");
        backends.MapPost("", Add).WithName("add-backend").WithSummary("Add a backend: its id, and the keys that it would have in the file");
        backends.MapGet("/{id}", Get).WithName("get-backend").WithSummary("One backend");
        backends.MapPut("/{id}", Change).WithName("change-backend")
            .WithSummary("Change the given keys; null resets a key to its default. A backend of the file: only enabled");
        backends.MapDelete("/{id}", Remove).WithName("remove-backend").WithSummary("Delete a backend that was added at run time");
        backends.MapPost("/{id}/test", Test).WithName("test-backend").WithSummary("Ask it for its models, and say what is wrong");
        backends.MapPost("/{id}/cooldown", CooldownEndpoint.Begin).WithName("cool-backend")
            .WithSummary("Make it, or one model on it, rest: for, model, why");
        backends.MapDelete("/{id}/cooldown", CooldownEndpoint.End).WithName("end-cooldown")
            .WithSummary("End its cooldowns, or that of one model").WithQuery("model", "why");
    }

    private static JsonAnswer List(BackendDefinitions definitions, RequestGate gate, TimeProvider time) => new JsonAnswer(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("backends");
        foreach (var entry in definitions.Directory.Entries)
            BackendJson.Write(json, entry, gate.Actors?.Board.Current, time.GetUtcNow());
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static IResult Get(string id, BackendDefinitions definitions, RequestGate gate, TimeProvider time) =>
        definitions.Directory.Find(id) is { } entry ? Shown(entry, gate, time) : ChangeAnswer.Refused(ChangeResult.Unknown(id).Refusal!);

    private static async Task<IResult> Add(
        HttpRequest request, DefinitionChanges changes, RequestGate gate, TimeProvider time, CancellationToken cancellation)
    {
        var (body, fault) = await JsonBody.ReadAsync(request, cancellation);
        if (body is null)
            return fault!;
        using (body)
        {
            var definition = (HoconObject)DefinitionText.FromJson(body.RootElement, Body);
            var id = definition.Members.GetValueOrDefault("id") is HoconScalar { Text: { } text } ? text : "";
            definition.Members.Remove("id");
            var result = await changes.Add(id, definition, Operator.NameIn(request));
            if (result.Refusal is null)
                request.HttpContext.Response.Headers.Location = $"/admin/backends/{Uri.EscapeDataString(id)}";
            return AnswerOf(result, gate, time, StatusCodes.Status201Created);
        }
    }

    private static async Task<IResult> Change(
        string id, HttpRequest request, DefinitionChanges changes, RequestGate gate, TimeProvider time, CancellationToken cancellation)
    {
        var (body, fault) = await JsonBody.ReadAsync(request, cancellation);
        if (body is null)
            return fault!;
        using (body)
        {
            var definition = (HoconObject)DefinitionText.FromJson(body.RootElement, Body);
            // The id is in the path, and may be repeated in the body.
            if (definition.Members.GetValueOrDefault("id") is HoconScalar { Text: { } same } && same == id)
                definition.Members.Remove("id");
            return AnswerOf(await changes.Change(id, definition, Operator.NameIn(request)), gate, time);
        }
    }

    private static async Task<IResult> Remove(string id, HttpRequest request, DefinitionChanges changes)
    {
        var result = await changes.Remove(id, Operator.NameIn(request));
        return result.Refusal is { } refusal ? ChangeAnswer.Refused(refusal) : Results.NoContent();
    }

    private static async Task<IResult> Test(string id, BackendDefinitions definitions, BackendTest test, CancellationToken cancellation)
    {
        if (definitions.Directory.Find(id) is not { } entry)
            return ChangeAnswer.Refused(ChangeResult.Unknown(id).Refusal!);
        var verdict = entry.Backend is { } backend ? await test.RunAsync(backend, cancellation)
            : new TestVerdict(false, "definition", string.Join("; ", entry.Faults), null, null);
        return new JsonAnswer(json => verdict.Write(json, id));
    }

    private static IResult AnswerOf(ChangeResult result, RequestGate gate, TimeProvider time, int status = StatusCodes.Status200OK) =>
        result.Refusal is { } refusal ? ChangeAnswer.Refused(refusal) : Shown(result.Entry!, gate, time, status);

    private static JsonAnswer Shown(DirectoryEntry entry, RequestGate gate, TimeProvider time, int status = StatusCodes.Status200OK) =>
        new(json => BackendJson.Write(json, entry, gate.Actors?.Board.Current, time.GetUtcNow()), status);
}
