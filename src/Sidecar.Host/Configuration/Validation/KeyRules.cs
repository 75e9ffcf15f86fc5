using Sidecar.Host.Configuration.Options;

namespace Sidecar.Host.Configuration.Validation;

/// <summary>The rules for where a backend's keys come from.</summary>
internal static class KeyRules
{
    public static IEnumerable<string> Check(BackendOptions backend, string path, SecretReader secrets)
    {
        string?[] single = [backend.ApiKey, backend.ApiKeyEnv, backend.ApiKeyFile];
        var ways = single.Count(way => way is not null);
        if (ways > 1)
            yield return $"{path}: only one of api-key, api-key-env and api-key-file may be given";
        else if (ways + (backend.ApiKeysEnv.Count > 0 ? 1 : 0) + (backend.ApiKeysFile.Length > 0 ? 1 : 0) > 1)
            yield return $"{path}: only one of api-key, api-key-env, api-key-file, api-keys-env and api-keys-file may be given";
        foreach (var (key, fault) in BackendKeys.Read(backend, secrets).Faults)
            yield return $"{path}.{key}: {fault}";
    }
}
