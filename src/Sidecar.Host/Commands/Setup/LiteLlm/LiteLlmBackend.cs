using System.Globalization;

namespace Sidecar.Host.Commands.Setup.LiteLlm;

/// <summary>A backend: all entries that share an address and a key.</summary>
/// <param name="Id">Its name in the configuration.</param>
internal sealed record LiteLlmBackend(string Id, Upstream Where, string KeyVariable, IReadOnlyList<Deployment> Deployments)
{
    /// <summary>Each with a name of its own, in the order of the file.</summary>
    public static IReadOnlyList<LiteLlmBackend> Of(IReadOnlyList<Deployment> deployments)
    {
        var (backends, ids) = (new List<LiteLlmBackend>(), new HashSet<string>());
        var variables = deployments.Where(each => !each.Where.KeyIsWritten).Select(each => each.Where.KeyVariable ?? "").ToHashSet();
        // Entries whose keys are written in the file cannot be told apart without comparing keys; each stays by itself.
        var groups = deployments.Select((each, index) => (each, Key: (each.Where, each.IsLater, each.Where.KeyIsWritten ? index : -1)))
            .GroupBy(each => each.Key, each => each.each);
        foreach (var group in groups)
        {
            var where = group.Key.Where;
            var variable = where.KeyVariable ?? "";
            backends.Add(new LiteLlmBackend(
                Unused(where.Id, "-", ids), where, where.KeyIsWritten ? Unused(variable, "_", variables) : variable, [.. group]));
        }
        return backends;
    }

    public IEnumerable<string> Lines()
    {
        yield return $"{Id} {{";
        yield return $"  pool = {(Deployments[0].IsLater ? "fallback" : "primary")}";
        if (Where.Preset.Length > 0)
            yield return $"  preset = {Where.Preset}";
        if (Where.BaseUrl is { } url)
            yield return $"  base-url = {url}";
        if (Where.VersionPath is { } path)
            yield return $"  version-path = {HoconText.Quoted(path)}";
        if (Where.ApiVersion is { } version)
            yield return $"  query {{ \"api-version\" = {HoconText.Quoted(version)} }}";
        if (KeyVariable.Length > 0)
            yield return $"  api-key-env = {KeyVariable}";
        foreach (var (key, number) in Limits().Where(limit => limit.Number > 0))
            yield return string.Create(CultureInfo.InvariantCulture, $"  {key} = {number}");
        if (!Deployments.Any(each => each.IsAny))
        {
            yield return "  models = [";
            foreach (var each in Deployments.DistinctBy(each => each.Name))
                yield return $"    {{ {string.Join(", ", Model(each))} }}";
            yield return "  ]";
        }
        yield return "}";
    }

    // LiteLLM counts for each entry; a backend counts once for all of its models. Without a limit for one there is none for all.
    private IEnumerable<(string Key, long Number)> Limits() =>
    [
        ("rpm", Sum(each => each.Rpm)), ("tpm", Sum(each => each.Tpm)), ("max-concurrency", Sum(each => each.MaxConcurrency)),
    ];

    private long Sum(Func<Deployment, long> limit) => Deployments.All(each => limit(each) > 0) ? Deployments.Sum(limit) : 0;

    private static IEnumerable<string> Model(Deployment each)
    {
        yield return $"name = {HoconText.Quoted(each.Name)}";
        if (each.Model != each.Name)
            yield return $"upstream-name = {HoconText.Quoted(each.Model)}";
        if (each.InputCost is { } input)
            yield return $"input-cost = {input}";
        if (each.OutputCost is { } output)
            yield return $"output-cost = {output}";
    }

    private static string Unused(string name, string between, HashSet<string> used)
    {
        var free = name;
        for (var number = 2; !used.Add(free); number++)
            free = string.Create(CultureInfo.InvariantCulture, $"{name}{between}{number}");
        return free;
    }
}
