using Sidecar.Host.Configuration.Hocon;
using Sidecar.Host.Configuration.Options;

namespace Sidecar.Host.Configuration.Validation;

/// <summary>The rules for the ids of the backends that several keys make.</summary>
internal static class SeveralKeysRules
{
    public static IEnumerable<string> Check(IReadOnlyList<BackendOptions> backends, SecretReader secrets)
    {
        var ids = backends.Select(backend => backend.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var backend in backends)
        {
            var (keys, _, areSeveral) = BackendKeys.Read(backend, secrets);
            if (!areSeveral)
                continue;
            var path = HoconPath.Join("sidecar", "backends", backend.Id);
            foreach (var id in keys.Select((_, index) => BackendCatalogFactory.IdOf(backend.Id, index + 1)))
            {
                if (!ids.Add(id))
                    yield return $"{path}: its keys make a backend {id}, and there is one of that id already";
                else if (Names.IsValid(backend.Id) && !Names.IsValid(id))
                    yield return $"{path}: its keys make a backend {Quoting.Clip(id)}, and {Names.Expected}";
            }
        }
    }
}
