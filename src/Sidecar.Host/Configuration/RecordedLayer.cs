using System.Text;
using System.Text.Json;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Recordings;
using Sidecar.Host.Configuration.Schema;
using Sidecar.Host.Configuration.Values;

namespace Sidecar.Host.Configuration;

/// <summary>A recorded policy as a configuration layer, so that an operator's file can be merged on top of it. It is written as JSON,
/// which is valid HOCON.</summary>
internal static class RecordedLayer
{
    public static string Write(ReplayPolicy policy)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteStartObject("sidecar");
            Section(json, "http", ("deadline", policy.Walk.Deadline));
            json.WriteStartArray("pools");
            foreach (var pool in policy.Catalog.Pools)
                json.WriteStringValue(pool);
            json.WriteEndArray();
            json.WriteStartObject("backends");
            foreach (var backend in policy.Catalog.Backends)
                Write(json, backend);
            json.WriteEndObject();
            json.WriteStartObject("routing");
            Members(json, ("max-attempts", policy.Walk.Routing.MaxAttempts), ("strategy", policy.Walk.Routing.Strategy));
            json.WriteStartObject("affinity");
            Words(json, "by", SessionSignNames.ToWords(policy.Walk.Routing.Affinity.By));
            Members(json, ("keep", policy.Walk.Routing.Affinity.Keep));
            json.WriteEndObject();
            json.WriteEndObject();
            var (wait, emergency, rest) = (policy.Walk.PrimaryWait, policy.Walk.Emergency, policy.Cooldown);
            // For a record from before there was a limit in bytes: the largest value that a file may set.
            Section(json, "primary-wait",
                ("max-retries", wait.MaxRetries), ("interval", wait.Interval), ("max-waiting", wait.MaxWaiting),
                    ("max-waiting-bytes", Math.Min(wait.MaxWaitingBytes, 1024L << 30)), ("for", wait.For));
            Section(json, "emergency", ("default-rpm", emergency.DefaultRpm), ("rpm-fraction", emergency.RpmFraction),
                ("rounds", emergency.Rounds));
            Section(json, "cooldown",
                ("base", rest.Base), ("multiplier", rest.Multiplier), ("max", rest.Max), ("jitter", rest.Jitter),
                    ("retry-after-max", rest.RetryAfterMax),
                ("failures-to-cool", rest.FailuresToCool), ("overload-rest", rest.OverloadRest), ("credential-rest", rest.CredentialRest),
                    ("probe-lease", rest.ProbeLease), ("learn", rest.Learn));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Write(Utf8JsonWriter json, Backend backend)
    {
        json.WriteStartObject(backend.Id);
        // The schema requires an address; nothing is ever sent to it.
        Members(json, ("pool", backend.Pool), ("base-url", "http://recorded.invalid"), ("rpm", backend.Rpm), ("tpm", backend.Tpm),
            ("rpd", backend.Rpd), ("rpd-resets", backend.RpdResets.ToString()),
            ("max-concurrency", backend.MaxConcurrency),
            ("weight", backend.Weight), ("timeout", backend.Timeout), ("cooldown-scope", backend.CooldownScope),
                ("enabled", backend.Enabled));
        Words(json, "apis", ApiNames.ToWords(backend.Apis));
        Words(json, "translate", [.. TranslationNames.All.Where(word => backend.Translate.HasFlag(TranslationNames.FromWire(word)))]);
        json.WriteStartArray("models");
        foreach (var model in backend.Models)
        {
            json.WriteStartObject();
            Members(json, ("name", model.Name), ("upstream-name", model.UpstreamName), ("input-cost", model.InputCost),
                ("output-cost", model.OutputCost),
                ("cached-input-cost", model.CachedInputCost), ("cache-write-cost", model.CacheWriteCost),
                    ("reasoning-cost", model.ReasoningCost), ("max-input", model.MaxInput));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Words(Utf8JsonWriter json, string name, IReadOnlyList<string> words)
    {
        json.WriteStartArray(name);
        foreach (var word in words)
            json.WriteStringValue(word);
        json.WriteEndArray();
    }

    private static void Section(Utf8JsonWriter json, string name, params ReadOnlySpan<(string, object?)> members)
    {
        json.WriteStartObject(name);
        Members(json, members);
        json.WriteEndObject();
    }

    private static void Members(Utf8JsonWriter json, params ReadOnlySpan<(string, object?)> members)
    {
        foreach (var (name, value) in members)
            if (value is not null)
                json.WriteString(name, value switch
                {
                    TimeSpan span => DurationText.Format(span),
                    Enum choice => KeyNames.ToKebab(choice.ToString()),
                    IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
                    bool flag => flag ? "true" : "false",
                    _ => value.ToString(),
                });
    }
}
