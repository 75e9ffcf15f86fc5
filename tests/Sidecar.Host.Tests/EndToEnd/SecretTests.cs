using System.Text;
using Microsoft.Data.Sqlite;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.EndToEnd;

public sealed class SecretTests
{
    private const string BackendKey = "sk-BACKENDKEY-4f1c";
    private const string HeaderKey = "sk-HEADERKEY-77aa";
    private const string ClientKey = "sk-CLIENTKEY-90de";
    private const string Prompt = "PROMPT-of-somebody";
    private const string UpstreamWords = "WORDS-of-a-model";

    private static readonly string[] Secrets = [BackendKey, HeaderKey, ClientKey, Prompt, UpstreamWords, RunningSidecar.AdminToken];

    [Fact]
    public async Task no_key_prompt_or_answer_is_found_in_logs_files_or_answers_of_sidecars_own()
    {
        var error = $$$"""{"error":{"message":"{{{UpstreamWords}}} {{{BackendKey}}}"}}""";
        await using var throttled = await FakeUpstream.Start(Reply.Json(error, 429, ("Retry-After", "60")));
        await using var rejecting = await FakeUpstream.Start(Reply.Json(error, 401));
        await using var failing = await FakeUpstream.Start(Reply.Json(error, 500));
        await using var breaking = new RawUpstream($"{UpstreamWords} {BackendKey}\r\n\r\n");
        await using var good = await FakeUpstream.Start(Reply.Stream(Events.Delta(UpstreamWords) + Events.Usage + Events.Done));
        good.Then(Reply.Silence);
        await using var sidecar = await RunningSidecar.Start(
            Backend("throttled", throttled, key: BackendKey)
            + Backend("rejecting", rejecting, key: BackendKey)
            + Backend("failing", failing, key: BackendKey, more: "cooldown-scope = model")
            + Backend("breaking", breaking.BaseUrl, key: BackendKey)
            + Backend("refusing", RawUpstream.Refusing(), key: BackendKey)
            + Backend("lies", throttled, key: BackendKey)
            + Backend("good", good, "fallback", key: null, more: $$"""api-key-env = GOOD_KEY, first-token-timeout = 500ms, headers { "x-api-key" = "{{HeaderKey}}" }""")
            + InOrder + "routing.max-attempts = 7, primary-wait { max-retries = 1, interval = 50ms }, emergency.rounds = 1",
            ("GOOD_KEY", BackendKey));

        var own = new StringBuilder();
        for (var i = 0; i < 6; i++)
        {
            var body = $$"""{"model":"m","stream":true,"messages":[{"role":"user","content":"{{Prompt}}"}]}""";
            using var response = await sidecar.Send(Chat.Request(
                body, $"/v1/chat/completions?key={ClientKey}", ("Authorization", $"Bearer {ClientKey}"), ("X-Api-Key", ClientKey)));
            var text = await response.Text();
            own.AppendLine(response.Headers.ToString());
            if (response.Label("backend") is null)
                own.AppendLine(text);
            await sidecar.Ended(response.Id());
        }
        own.AppendLine((await sidecar.Admin("/admin/audit?limit=1000")).GetRawText());
        own.AppendLine((await sidecar.Admin("/admin/usage?group-by=backend,model")).GetRawText());
        using (var ready = await sidecar.Get("/readyz"))
            own.AppendLine(await ready.Text());
        await sidecar.StopAsync();
        // Otherwise pooled connections would close some time later and delete the write-ahead files while they are being read here.
        SqliteConnection.ClearAllPools();

        Assert.Contains(sidecar.Log.Text.Split('\n'), line => line.Contains("upstream_rate_limited", StringComparison.Ordinal));
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, own.ToString(), StringComparison.Ordinal));
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, sidecar.Log.Text, StringComparison.Ordinal));
        foreach (var file in Directory.EnumerateFiles(sidecar.DataDirectory)
            .Where(f => !f.EndsWith("sidecar.conf", StringComparison.Ordinal)))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            Assert.All(Secrets, secret => Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0,
                $"{Path.GetFileName(file)} holds {secret}"));
        }
        Assert.True(new FileInfo(Path.Combine(sidecar.DataDirectory, "journal.db")).Length > 0);
    }
}
