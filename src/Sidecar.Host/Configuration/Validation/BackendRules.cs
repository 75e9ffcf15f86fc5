using Sidecar.Host.Configuration.Hocon;
using Sidecar.Host.Configuration.Options;

namespace Sidecar.Host.Configuration.Validation;

/// <summary>The rules for one backend that no single attribute can state.</summary>
internal sealed class BackendRules(IReadOnlyList<string> pools, SecretReader secrets)
{
    public IEnumerable<string> Check(BackendOptions backend)
    {
        var path = HoconPath.Join("sidecar", "backends", backend.Id);
        if (!Names.IsValid(backend.Id))
            yield return $"{path}: {Names.Expected}";
        if (backend.Pool is { } pool && !pools.Contains(pool, StringComparer.Ordinal))
            yield return $"{path}.pool: {Quoting.Clip(pool)} is not in sidecar.pools{SpellingSuggestion.For(pool, pools)}";
        if (backend.BaseUrl is { } url && BaseUrls.FaultOf(url) is { } fault)
            yield return $"{path}.base-url: {fault}";
        foreach (var failure in Key(backend, path).Concat(Models(backend, path)).Concat(Headers(backend, path)))
            yield return failure;
    }

    private IEnumerable<string> Key(BackendOptions backend, string path)
    {
        string?[] ways = [backend.ApiKey, backend.ApiKeyEnv, backend.ApiKeyFile];
        if (ways.Count(way => way is not null) > 1)
            yield return $"{path}: only one of api-key, api-key-env and api-key-file may be given";
        var fault = "";
        if (backend.ApiKey is { } literal && SecretReader.Literal(literal, out fault) is null)
            yield return $"{path}.api-key: {fault}";
        if (backend.ApiKeyEnv is { } variable && secrets.Variable(variable, out fault) is null)
            yield return $"{path}.api-key-env: {fault}";
        if (backend.ApiKeyFile is { } file && SecretReader.File(file, out fault) is null)
            yield return $"{path}.api-key-file: {fault}";
    }

    private static IEnumerable<string> Models(BackendOptions backend, string path)
    {
        foreach (var (index, model) in backend.Models.Index())
        {
            if (model.Name is { Length: > 0 } name && backend.Models.FindIndex(m => m.Name == name) < index)
                yield return $"{path}.models.{index}.name: {Quoting.Clip(name)} is listed twice";
            if (model.UpstreamName is { Length: 0 })
                yield return $"{path}.models.{index}.upstream-name: is empty";
        }
    }

    private static IEnumerable<string> Headers(BackendOptions backend, string path)
    {
        foreach (var (index, header) in backend.Headers.Index())
        {
            var headerPath = HoconPath.Append($"{path}.headers", header.Name);
            if (HeaderNames.FaultOf(header.Name) is { } nameFault)
                yield return $"{headerPath}: {nameFault}";
            if (HeaderNames.FaultOfValue(header.Value) is { } valueFault)
                yield return $"{headerPath}: {valueFault}";
            if (backend.Headers.FindIndex(h => string.Equals(h.Name, header.Name, StringComparison.OrdinalIgnoreCase)) < index)
                yield return $"{headerPath}: is given twice";
        }
    }
}
