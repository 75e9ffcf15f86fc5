using Microsoft.Extensions.Options;
using Sidecar.Domain.Policies;
using Sidecar.Host.Configuration.Hocon;
using Sidecar.Host.Configuration.Options;
using Sidecar.Host.Configuration.Values;

namespace Sidecar.Host.Configuration.Validation;

/// <summary>The rules that involve several options or the environment. Each failure reads <c>path: message</c>.</summary>
/// <param name="isFaulty">Whether the value at a path could not be read, so that its option has a default that nobody chose.</param>
internal sealed class SidecarOptionsRules(SecretReader secrets, Predicate<string> isFaulty) : IValidateOptions<SidecarOptions>
{
    public ValidateOptionsResult Validate(string? name, SidecarOptions options)
    {
        var failures = Check(options).ToList();
        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    private IEnumerable<string> Check(SidecarOptions options)
    {
        var tokenKey = options.Admin.TokenFile.Length > 0 ? "token-file" : "token-env";
        // An unreadable file is already a fault; that the server would be open without it is not another one.
        var hasToken = secrets.AdminToken(options.Admin, out var tokenFault) is not null || tokenFault.Length > 0;
        var backends = new BackendRules(options.Pools, secrets);
        return
        [
            .. HttpRules.Check(options.Http, guarded: hasToken || options.Clients.Count > 0),
            .. DoorKeys.Check(options.Http),
            .. AdminRules.Check(options.Admin),
            .. Storage(options),
            .. Pools(options.Pools),
            .. TryNext(options.Routing.AlsoTryNext), .. Affinity(options.Routing.Affinity.By),
            .. options.Backends.SelectMany(backends.Check),
            .. SeveralKeysRules.Check(options.Backends, secrets),
            .. Aliases(options.ModelAliases),
            .. Cooldown(options.Cooldown),
            .. ClientRules.Check(options.Clients),
            .. AuditRules.Check(options.Audit),
            .. Cluster(options.Cluster),
            .. tokenFault.Length > 0 ? (string[])[$"sidecar.admin.{tokenKey}: {tokenFault}"] : [],
        ];
    }

    private IEnumerable<string> Storage(SidecarOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.DataDir) || options.DataDir.Any(char.IsControl))
            yield return "sidecar.data-dir: must name a directory";
        if (options.Storage.Provider == StorageProvider.Postgres
            && secrets.PostgresConnection(options.Storage.ConnectionStringEnv, out var fault) is null)
            yield return $"sidecar.storage.connection-string-env: {fault}";
    }

    private static IEnumerable<string> Cluster(ClusterOptions cluster)
    {
        if (cluster.Enabled)
            yield return "sidecar.cluster.enabled: this version runs as one node; several of them share no limits yet, "
                + "so that this must be false";
    }

    private static IEnumerable<string> Pools(List<string> pools)
    {
        if (pools.Count == 0)
            yield return "sidecar.pools: at least one pool is needed";
        foreach (var (index, pool) in pools.Index())
        {
            if (!Names.IsValid(pool))
                yield return $"sidecar.pools.{index}: {Names.Expected}";
            if (pools.IndexOf(pool) < index)
                yield return $"sidecar.pools.{index}: {Quoting.Clip(pool)} is listed twice";
        }
    }

    private static IEnumerable<string> TryNext(List<string> words)
    {
        foreach (var (index, word) in words.Index())
            if (!AlsoTryNext.IsKnown(word))
                yield return $"sidecar.routing.also-try-next.{index}: {AlsoTryNext.Expected}, not {Quoting.Clip(word)}";
    }

    private static IEnumerable<string> Affinity(List<string> words)
    {
        foreach (var (index, word) in words.Index())
            if (!SessionSignNames.TryFind(word, out _) && !(words.Count == 1 && word is ("" or BackendApis.Auto)))
                yield return $"sidecar.routing.affinity.by.{index}: {Quoting.Clip(word)} is not auto alone, or some of "
                    + string.Join(", ", SessionSignNames.All);
    }

    private static IEnumerable<string> Aliases(List<NamedValue> aliases)
    {
        foreach (var alias in aliases)
        {
            var path = HoconPath.Join("sidecar", "model-aliases", alias.Name);
            if (alias.Value.Length == 0 || alias.Name.Length == 0)
                yield return $"{path}: an alias needs a name and a model";
            else if (alias.Name == alias.Value)
                yield return $"{path}: is an alias of itself";
            else if (Circle(aliases, alias) is { } circle)
                yield return $"{path}: leads back to itself ({circle}): none of these names a model";
        }
    }

    // Reported once, for the first of them.
    private static string? Circle(List<NamedValue> aliases, NamedValue first)
    {
        var way = new List<string> { first.Name };
        for (var next = first; ; way.Add(next.Name))
        {
            if (next.Value == first.Name)
                return way.TrueForAll(name => aliases.FindIndex(a => a.Name == name) >= aliases.IndexOf(first))
                    ? string.Join(" → ", way.Append(first.Name).Select(Quoting.Clip)) : null;
            if (way.Contains(next.Value, StringComparer.Ordinal) || aliases.Find(a => a.Name == next.Value) is not { } target)
                return null;
            next = target;
        }
    }

    private IEnumerable<string> Cooldown(CooldownOptions cooldown)
    {
        if (cooldown.Max >= cooldown.Base || isFaulty("sidecar.cooldown.base") || isFaulty("sidecar.cooldown.max"))
            yield break;
        // Reported for the one that was changed, because the operator finds it in a file of their own.
        var changed = cooldown.Max == new CooldownOptions().Max ? "base" : "max";
        yield return $"sidecar.cooldown.{changed}: cooldown.base ({DurationText.Format(cooldown.Base)}) is more than cooldown.max "
            + $"({DurationText.Format(cooldown.Max)})";
    }
}
