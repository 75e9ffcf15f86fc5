using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Sidecar.Host.Commands.Setup.LiteLlm;

/// <summary>What Sidecar can take over from LiteLLM's <c>config.yaml</c>, and what not.</summary>
/// <param name="Aliases">Names of models that stand for others.</param>
/// <param name="LeftOut">What is not taken over, one line each; no values, which may be secrets.</param>
internal sealed record LiteLlmFile(
    IReadOnlyList<Deployment> Deployments, IReadOnlyList<(string Alias, string Model)> Aliases, IReadOnlyList<string> LeftOut)
{
    private static readonly HashSet<string> Taken = new(StringComparer.Ordinal)
    {
        "model", "api_base", "base_url", "api_key", "api_version", "rpm", "tpm", "order", "weight", "max_parallel_requests",
        "input_cost_per_token", "output_cost_per_token", "custom_llm_provider",
    };

    /// <summary>Throws <see cref="FormatException"/> if it is not YAML, or has no list of models.</summary>
    /// <param name="file">Its name, for faults and remarks.</param>
    public static LiteLlmFile Read(string text, string file, IReadOnlyDictionary<string, string> environment)
    {
        var root = YamlFile.Read(text, file);
        var entries = root.Find("model_list").Items().ToList();
        if (entries.Count == 0)
            throw new FormatException($"{file}: holds no model_list: it is no configuration of LiteLLM");
        var (deployments, left) = (new List<Deployment>(), new List<string>());
        foreach (var entry in entries)
            if (Read(entry, environment, left) is { } deployment)
                deployments.Add(deployment);
        var aliases = root.Find("router_settings").Find("model_group_alias").Entries()
            .Select(alias => (alias.Key, Model: (alias.Value as YamlScalarNode)?.Value ?? alias.Value.Text("model")))
            .Where(alias => alias.Model is not null && alias.Model != alias.Key)
            .Select(alias => (alias.Key, alias.Model!)).ToList();
        left.AddRange(Settings(root));
        return new LiteLlmFile(InOrder(deployments), aliases, [.. left.Distinct()]);
    }

    private static List<Deployment> InOrder(List<Deployment> deployments)
    {
        var first = deployments.GroupBy(each => each.Name).ToDictionary(group => group.Key, group => group.Min(each => each.Order));
        return [.. deployments.Select(each => each with { IsLater = each.Order != first[each.Name] })];
    }

    private static Deployment? Read(YamlNode entry, IReadOnlyDictionary<string, string> environment, List<string> left)
    {
        var given = entry.Find("litellm_params");
        var info = entry.Find("model_info");
        if (entry.Text("model_name") is not { } name || given.Text("model") is not { } model)
        {
            left.Add("an entry without model_name or litellm_params.model");
            return null;
        }
        var prefix = given.Text("custom_llm_provider") is { } told && !model.StartsWith(told + "/", StringComparison.Ordinal)
            ? told + "/" : "";
        if (name != "*" && name.Contains('*', StringComparison.Ordinal))
        {
            left.Add($"{name}: a pattern; list its models");
            return null;
        }
        var address = given.Text("api_base") ?? given.Text("base_url");
        if (LiteLlmProvider.Find(prefix + model, address is not null) is not { } found)
        {
            left.Add($"{name}: {model.Split('/')[0]} speaks no API that Sidecar speaks, or is not known");
            return null;
        }
        if (UpstreamReader.Read(found.Provider, given, address, environment) is not { } where)
        {
            left.Add($"{name}: {found.Provider.Name} needs an api_base");
            return null;
        }
        left.AddRange(given.Entries().Where(each => !Taken.Contains(each.Key)).Select(each => $"litellm_params.{each.Key}"));
        return new Deployment(name, found.Model, where, (int?)Number(given.Text("order")))
        {
            Rpm = (int)Math.Min(1_000_000, Number(given.Text("rpm") ?? info.Text("rpm")) ?? 0),
            Tpm = Number(given.Text("tpm") ?? info.Text("tpm")) ?? 0,
            MaxConcurrency = (int)Math.Min(1_000_000, Number(given.Text("max_parallel_requests")) ?? 0),
            InputCost = Price(given.Text("input_cost_per_token") ?? info.Text("input_cost_per_token")),
            OutputCost = Price(given.Text("output_cost_per_token") ?? info.Text("output_cost_per_token")),
        };
    }

    private static IEnumerable<string> Settings(YamlMappingNode root)
    {
        foreach (var (section, value) in root.Entries().Where(each => each.Key != "model_list"))
            foreach (var key in value.Entries().Select(each => each.Key).DefaultIfEmpty(""))
                if ((section, key) is not ("router_settings", "model_group_alias"))
                    yield return key.Length > 0 ? $"{section}.{key}" : section;
    }

    private static long? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 1e12
            ? (long)number : null;

    private static string? Price(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var price) && price >= 0
            ? price.ToString("0.####################", CultureInfo.InvariantCulture) : null;
}
