using Sidecar.Host.RuntimeBackends;

namespace Sidecar.Host.Admin;

/// <summary><c>/admin/keys</c>: which master keys encrypt the stored secrets, and their rotation.</summary>
internal static class KeyEndpoints
{
    public static void MapKeys(this RouteGroupBuilder admin)
    {
        var keys = admin.MapGroup("/keys").WithTags("keys");
        keys.MapGet("", (BackendDefinitions definitions) => Shown(definitions)).WithName("show-master-keys")
            .WithSummary("Ids of the master keys, and how many stored keys each of them encrypts");
        keys.MapPost("/rotate", Rotate).WithName("rotate-master-key")
            .WithSummary("Reload the configuration and the master keys, and encrypt every stored key with the first of them");
    }

    private static async Task<IResult> Rotate(HttpRequest request, FileReload reload, BackendDefinitions definitions)
    {
        var result = await reload.RunAsync(Operator.NameIn(request));
        return result.Refusal is { } refusal ? ChangeAnswer.Refused(refusal) : Shown(definitions);
    }

    private static JsonAnswer Shown(BackendDefinitions definitions) => new(json =>
    {
        var (keys, secrets) =
            (definitions.MasterKeys, definitions.Stored.Backends.Select(backend => backend.Sealed).OfType<string>().ToList());
        json.WriteStartObject();
        json.WriteString("current", keys.Current?.Id);
        json.WriteStartArray("master_keys");
        foreach (var id in keys.Ids)
            json.WriteStringValue(id);
        json.WriteEndArray();
        json.WriteNumber("stored_keys", secrets.Count);
        json.WriteNumber("under_current", secrets.Count(keys.IsCurrent));
        json.WriteEndObject();
    });
}
