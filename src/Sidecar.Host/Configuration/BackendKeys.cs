using System.Globalization;
using Sidecar.Domain.Backends;
using Sidecar.Host.Configuration.Options;

namespace Sidecar.Host.Configuration;

/// <summary>A backend's keys, read from where its options say they are, and the faults found there, by the name of the option.</summary>
/// <param name="AreSeveral">Each key makes a backend of its own, even if there is only one key.</param>
internal sealed record BackendKeys(IReadOnlyList<ApiKey> Keys, IReadOnlyList<(string Option, string Fault)> Faults, bool AreSeveral)
{
    private const string HowToGiveSeveral =
        "api-keys-env takes several variables, api-keys-file a file with a key a line, and each key becomes a backend";

    public static BackendKeys Read(BackendOptions options, SecretReader secrets)
    {
        var (keys, faults) = (new List<ApiKey>(), new List<(string, string)>());
        if (options.ApiKey is { } literal)
            Add("api-key", SecretReader.Literal(literal, out var fault), fault);
        if (options.ApiKeyEnv is { } variable)
            Add("api-key-env", secrets.Variable(variable, out var fault), fault);
        if (options.ApiKeyFile is { } file)
            Add("api-key-file", SecretReader.File(file, out var fault), fault);
        foreach (var (index, name) in options.ApiKeysEnv.Index())
            Add($"api-keys-env.{index.ToString(CultureInfo.InvariantCulture)}", secrets.Variable(name, out var fault), fault);
        if (options.ApiKeysFile.Length > 0)
        {
            var lines = SecretReader.Lines(options.ApiKeysFile, out var unread);
            foreach (var (key, fault) in lines)
                Add("api-keys-file", key, fault);
            if (unread.Length > 0)
                faults.Add(("api-keys-file", unread));
        }
        return new BackendKeys(keys, faults, options.ApiKeysEnv.Count > 0 || options.ApiKeysFile.Length > 0);

        void Add(string option, ApiKey? key, string fault)
        {
            if (key is null)
                faults.Add((option, fault.EndsWith(SecretReader.SeveralLines, StringComparison.Ordinal)
                    ? $"{fault}: {HowToGiveSeveral}"
                    : fault));
            else if (key.Reveal().Contains(',', StringComparison.Ordinal))
                faults.Add((option, $"holds several keys: {HowToGiveSeveral}"));
            else if (keys.FindIndex(other => other.Reveal() == key.Reveal()) is var same and >= 0)
                faults.Add((option, string.Create(
                    CultureInfo.InvariantCulture,
                        $"key {keys.Count + 1} is key {same + 1} again: two backends would spend one limit twice")));
            else
                keys.Add(key);
        }
    }
}
