using Sidecar.Host.Configuration;

namespace Sidecar.Host.Tests.Kit;

/// <summary>Pieces of a configuration file.</summary>
internal static class Settings
{
    /// <summary>No waiting phases: if routing brings no answer, the request is refused as exhausted at once.</summary>
    public const string OnlyRouting = "primary-wait.max-retries = 0, emergency.rounds = 0\n";

    /// <summary>Backends in the order of the file, so that a test knows which is asked first.</summary>
    public const string InOrder = "routing.strategy = in-order\n";

    public const string Calm = OnlyRouting + InOrder;

    /// <summary>For a backend that takes every dialect untranslated.</summary>
    public const string SpeaksAll = "apis = [chat, completions, embeddings, responses, messages]";

    public static string Backend(string id, FakeUpstream upstream, string pool = "primary", string? key = "", string more = "") =>
        Backend(id, upstream.BaseUrl, pool, key, more);

    /// <param name="key">Null for no key; empty for <c>key-of-ID</c>.</param>
    public static string Backend(string id, string baseUrl, string pool = "primary", string? key = "", string more = "") =>
        $$"""
        backends.{{id}} {
          pool = {{pool}}
          base-url = "{{baseUrl}}"
          {{(key is null ? "" : $"api-key = \"{(key.Length > 0 ? key : $"key-of-{id}")}\"")}}
          {{more}}
        }

        """;

    /// <summary>The settings that result from a text inside <c>sidecar</c>; fails with the faults if there are any.</summary>
    public static SidecarSettings Load(string text, string dataDirectory, params (string Name, string Value)[] environment)
    {
        var file = Path.Combine(dataDirectory, "sidecar.conf");
        File.WriteAllText(file, WholeFile(text, dataDirectory));
        var (settings, faults) = SettingsLoader.Load(file, environment.ToDictionary(v => v.Name, v => v.Value));
        Assert.Empty(faults);
        return settings!;
    }

    /// <summary>A whole file, which listens on a free port of loopback.</summary>
    public static string WholeFile(string text, string dataDirectory) =>
        $$"""
        sidecar {
          http.urls = "http://127.0.0.1:0"
          data-dir = "{{dataDirectory}}"
          {{text}}
        }
        """;
}
