using Sidecar.Domain.Backends;
using Sidecar.Host.Configuration.Hocon;
using Sidecar.Host.Configuration.Options;

namespace Sidecar.Host.Configuration.Validation;

/// <summary>The rules for one backend that a single attribute cannot state.</summary>
internal sealed class BackendRules(IReadOnlyList<string> pools, SecretReader secrets)
{
    public IEnumerable<string> Check(BackendOptions backend)
    {
        var path = HoconPath.Join("sidecar", "backends", backend.Id);
        if (!Names.IsValid(backend.Id))
            yield return $"{path}: {Names.Expected}";
        if (backend.Pool is { } pool && !pools.Contains(pool, StringComparer.Ordinal))
            yield return $"{path}.pool: {Quoting.Clip(pool)} is not in sidecar.pools{SpellingSuggestion.For(pool, pools)}";
        if (DayStart.TryParse(backend.RpdResets) is null)
            yield return $"{path}.rpd-resets: {DayStart.Expected}";
        foreach (var failure in AddressRules.Check(backend, path).Concat(KeyRules.Check(backend, path, secrets))
            .Concat(ApiWords(backend, path)).Concat(Models(backend, path)).Concat(Headers(backend, path)))
            yield return failure;
    }

    private static IEnumerable<string> ApiWords(BackendOptions backend, string path)
    {
        foreach (var (index, word) in backend.Apis.Index())
            if (!ApiNames.TryFind(word, out _) && !(backend.Apis.Count == 1 && word == BackendApis.Auto))
                yield return $"{path}.apis.{index}: {Quoting.Clip(word)} is not auto alone, or some of {string.Join(", ", ApiNames.All)}";
        foreach (var (index, word) in backend.Translate.Index())
            if (!TranslationNames.TryFind(word, out _) && !(backend.Translate.Count == 1 && word.Length == 0))
                yield return $"{path}.translate.{index}: {Quoting.Clip(word)} is none of {string.Join(", ", TranslationNames.All)}";
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
