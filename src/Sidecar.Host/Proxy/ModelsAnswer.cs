using System.Buffers;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Clients;
using Sidecar.Domain.Models;
using Sidecar.Domain.Walk;
using Sidecar.Host.RuntimeBackends;

namespace Sidecar.Host.Proxy;

/// <summary>Answers <c>GET /v1/models</c> and <c>GET /v1/models/{id}</c> for all backends together, in the client's dialect.</summary>
internal sealed class ModelsAnswer(BackendDefinitions definitions, ModelLists lists)
{
    private const string Path = "/v1/models";

    public static bool IsAskedFor(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path.StartsWithSegments(Path, StringComparison.Ordinal, out _);

    /// <summary>
    /// Writes the answer, or returns the refusal to write. Not answered: the request is to be proxied to a backend.
    /// </summary>
    public async ValueTask<(bool IsAnswered, Refusal? Refused)> TryAnswerAsync(HttpContext context, Client? client, string requestId)
    {
        var catalog = definitions.Catalog;
        var dialect = context.Request.Headers.ContainsKey("anthropic-version") ? BackendDialect.Anthropic : BackendDialect.OpenAi;
        var enabled = catalog.Defined.Where(backend => backend.Enabled).ToList();
        var open = enabled.Where(backend => backend.Models.Count == 0).ToList();
        var isLimited = client is { AllowedModels.Count: > 0 };
        if (enabled.Count == 0 || (IsAlone(enabled, dialect) && catalog.ModelAliases.Count == 0 && !isLimited))
            return (false, null);
        var known = await lists.OfAsync(open, context.Request.Headers, context.RequestAborted);
        var models = MergedModels.Of(catalog, backend => known.GetValueOrDefault(backend.Id) ?? []);
        if (client is not null)
            models = [.. models.Where(model => client.Allows(model.Id, catalog.Resolve(model.Id), hasBody: false))];
        var id = IdIn(context.Request);
        var one = id.Length == 0 ? null : models.FirstOrDefault(model => model.Id == id);
        var isAllKnown = open.TrueForAll(backend => known[backend.Id] is not null);
        if (id.Length > 0 && one is null)
            return isAllKnown || isLimited ? (true, Refusals.NoBackendForModel(id)) : (false, null);
        if (models.Count == 0 && !isAllKnown)
            return (false, null);
        var body = new ArrayBufferWriter<byte>();
        if (one is not null)
            ModelListWriter.WriteOne(body, one, dialect);
        else
            ModelListWriter.WriteList(body, models, dialect);
        await WriteAsync(context.Response, body.WrittenMemory, requestId);
        return (true, null);
    }

    // A single backend's own list is best proxied, in its own order and form.
    private static bool IsAlone(List<Backend> enabled, BackendDialect dialect) =>
        enabled is [{ Models.Count: 0 } only] && only.Dialect == dialect;

    private static string IdIn(HttpRequest request)
    {
        request.Path.StartsWithSegments(Path, StringComparison.Ordinal, out var rest);
        // The server decodes everything except percent-encoded slashes.
        return (rest.Value ?? "").Trim('/').Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
    }

    private static ValueTask WriteAsync(HttpResponse response, ReadOnlyMemory<byte> body, string requestId)
    {
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        AnswerSandbox.Put(response.Headers);
        response.Headers[ResponseLabels.RequestIdHeader] = requestId;
        return response.Body.WriteAsync(body);
    }
}
