using System.Text.Json;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Upstream;

public sealed class UsageInjectionTests
{
    private const string Asking = """{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[]}""";

    [Fact]
    public async Task a_stream_is_asked_for_usage_and_the_client_does_not_see_it()
    {
        await using var upstream = await FakeUpstream.Start(Reply.Stream(Events.Delta("word") + Events.Stop + Events.Usage + Events.Done));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        using var response = await sidecar.Post(Chat.Streamed);

        Assert.Equal(Events.Delta("word") + Events.Stop + Events.Done, await response.Text());
        using var sent = JsonDocument.Parse((await upstream.Arrival()).Body);
        Assert.True(sent.RootElement.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
        var usage = (await sidecar.UsageAfter(response.Id()))[0];
        Assert.Equal((11, 7, 18), (Number(usage, "prompt_tokens"), Number(usage, "completion_tokens"), Number(usage, "total_tokens")));
    }

    [Fact]
    public async Task a_client_that_asked_itself_sees_the_usage_and_its_body_is_not_touched()
    {
        var stream = Events.Delta("word") + Events.Stop + Events.Usage + Events.Done;
        await using var upstream = await FakeUpstream.Start(Reply.Stream(stream));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        using var response = await sidecar.Post(Asking);

        Assert.Equal(stream, await response.Text());
        Assert.Equal(Asking, (await upstream.Arrival()).Text);
        Assert.Equal(18, Number((await sidecar.UsageAfter(response.Id()))[0], "total_tokens"));
    }

    [Fact]
    public async Task injection_can_be_turned_off()
    {
        await using var upstream = await FakeUpstream.Start(Reply.Stream(Events.Chat("word")));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm + "sse.inject-usage = false");

        using var response = await sidecar.Post(Chat.Streamed);

        Assert.Equal(Events.Chat("word"), await response.Text());
        Assert.Equal(Chat.Streamed, (await upstream.Arrival()).Text);
    }

    [Theory]
    [InlineData("/v1/responses")]
    [InlineData("/v1/messages")]
    [InlineData("/v1/embeddings")]
    public async Task other_paths_are_not_touched(string path)
    {
        await using var upstream = await FakeUpstream.Start(Reply.Stream(Events.Chat("word")));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream, more: SpeaksAll) + Calm);

        using var response = await sidecar.Post(Chat.Streamed, path);

        Assert.Equal(Chat.Streamed, (await upstream.Arrival()).Text);
    }

    [Fact]
    public async Task a_stream_without_usage_is_stored_as_unknown_not_as_zero()
    {
        await using var upstream = await FakeUpstream.Start(Reply.Stream(Events.Chat("word")));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        using var response = await sidecar.Post(Chat.Streamed);
        await response.Text();

        Assert.Equal(JsonValueKind.Null, (await sidecar.UsageAfter(response.Id()))[0].GetProperty("total_tokens").ValueKind);
    }

    private static int Number(JsonElement usage, string name) => usage.GetProperty(name).GetInt32();
}
