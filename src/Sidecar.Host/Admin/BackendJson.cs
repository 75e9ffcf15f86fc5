using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Wire;
using Sidecar.Host.Audit;
using Sidecar.Host.Configuration.Values;
using Sidecar.Host.RuntimeBackends;

namespace Sidecar.Host.Admin;

/// <summary>One backend's definition and present state, without secrets.</summary>
internal static class BackendJson
{
    /// <param name="board">Null while Sidecar is starting.</param>
    public static void Write(Utf8JsonWriter json, DirectoryEntry entry, RoutingBoard? board, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteString("id", entry.Id);
        json.WriteString("origin", entry.Origin switch
        {
            DefinitionOrigin.File => "file",
            DefinitionOrigin.Environment => "environment",
            _ => "api",
        });
        if (entry.Backend is { } backend)
        {
            WriteDefinition(json, backend);
            if (board is not null && board.Catalog.IndexOf(backend.Id) is var index and >= 0)
                WriteState(json, board, index, now);
        }
        json.WriteStartArray("faults");
        foreach (var fault in entry.Faults)
            json.WriteStringValue(fault.ToString());
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDefinition(Utf8JsonWriter json, Backend backend)
    {
        json.WriteString("pool", backend.Pool);
        json.WriteString("preset", backend.Preset);
        json.WriteString("base_url", backend.BaseUrl);
        json.WriteString("version_path", backend.VersionPath ?? "auto");
        // Only names: a value may be a credential.
        json.WriteStartArray("query");
        foreach (var name in UpstreamQuery.NamesOf(backend.Query))
            json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteString("dialect", backend.Dialect == BackendDialect.Anthropic ? "anthropic" : "openai");
        WriteWords(json, "apis", ApiNames.ToWords(backend.Apis));
        WriteWords(json, "translate", TranslationNames.All.Where(word => backend.Translate.HasFlag(TranslationNames.FromWire(word))));
        json.WriteString("proxy", backend.Proxy?.ToString() ?? "");
        json.WriteBoolean("has_key", backend.ApiKey is not null);
        json.WriteString("key_fingerprint", backend.ApiKey is { } key ? FingerprintOf(key) : null);
        json.WriteNumber("rpm", backend.Rpm);
        json.WriteNumber("tpm", backend.Tpm);
        json.WriteNumber("rpd", backend.Rpd);
        json.WriteString("rpd_resets", backend.RpdResets.ToString());
        json.WriteNumber("max_concurrency", backend.MaxConcurrency);
        json.WriteNumber("weight", backend.Weight);
        json.WriteString("connect_timeout", DurationText.Format(backend.ConnectTimeout));
        json.WriteString("timeout", DurationText.Format(backend.Timeout));
        json.WriteString("first_token_timeout", DurationText.Format(backend.FirstTokenTimeout));
        json.WriteString("answer_timeout", DurationText.Format(backend.AnswerTimeout));
        json.WriteString("cooldown_scope", backend.CooldownScope == CooldownScope.Model ? "model" : "backend");
        json.WriteStartArray("models");
        foreach (var model in backend.Models)
            WriteModel(json, model);
        json.WriteEndArray();
        // Only names: any value may be a credential.
        json.WriteStartArray("headers");
        foreach (var header in backend.Headers)
            json.WriteStringValue(header.Key);
        json.WriteEndArray();
        json.WriteBoolean("enabled", backend.Enabled);
    }

    private static void WriteWords(Utf8JsonWriter json, string name, IEnumerable<string> words)
    {
        json.WriteStartArray(name);
        foreach (var word in words)
            json.WriteStringValue(word);
        json.WriteEndArray();
    }

    private static void WriteModel(Utf8JsonWriter json, ServedModel model)
    {
        json.WriteStartObject();
        json.WriteString("name", model.Name);
        json.WriteString("upstream_name", model.UpstreamName);
        json.WriteNumberOrNull("input_cost", model.InputCost);
        json.WriteNumberOrNull("output_cost", model.OutputCost);
        json.WriteNumberOrNull("cached_input_cost", model.CachedInputCost);
        json.WriteNumberOrNull("cache_write_cost", model.CacheWriteCost);
        json.WriteNumberOrNull("reasoning_cost", model.ReasoningCost);
        json.WriteNumber("max_input", model.MaxInput);
        json.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter json, RoutingBoard board, int index, DateTimeOffset now)
    {
        var standing = BackendStanding.Of(board.States[index], now);
        json.WriteStartObject("state");
        json.WriteString("mode", BackendStandingJson.NameOf(standing.Whole.Mode));
        json.WriteString("reason", standing.Whole.Reason is { } reason ? Domain.Cooldowns.CooldownReasonNames.ToWire(reason) : null);
        json.WriteString("until", InstantText.Format(standing.Whole.Until));
        json.WriteNumber("streak", standing.Whole.Streak);
        json.WriteNumber("models_resting", standing.Models.Count);
        json.WriteNumber("in_flight", board.Gauges[index].InFlight);
        LearnedLimitJson.Write(json, standing.Limits);
        json.WriteEndObject();
    }

    // Enough to see that a key has changed, too little to guess it from.
    private static string FingerprintOf(ApiKey key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.Reveal())).AsSpan(0, 4));
}
