using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Field;

/// <summary>How providers count tokens, and what that costs: through the server, into the ledger.</summary>
public sealed class UsageInputTests
{
    private const string Priced =
        "models = [{ name = m, input-cost = 0.001, output-cost = 0.01, cached-input-cost = 0.0001 }]";

    [Theory]
    [InlineData("""{"prompt_tokens":32,"completion_tokens":9,"total_tokens":135,"completion_tokens_details":{"reasoning_tokens":94}}""", 135, "1.062")]
    [InlineData("""{"prompt_tokens":32,"completion_tokens":9,"total_tokens":135}""", 135, "1.062")]
    [InlineData("""{"prompt_tokens":1000,"completion_tokens":0,"prompt_tokens_details":{"cached_tokens":900}}""", 1000, "0.19")]
    [InlineData("""{"prompt_tokens":11,"completion_tokens":12.0}""", 23, "0.131")]
    [InlineData("""{"prompt_tokens":11,"completion_tokens":1e3}""", 1011, "10.011")]
    public async Task a_chat_costs_what_all_of_its_tokens_cost(string usage, int tokens, string cost)
    {
        await using var upstream = await FakeUpstream.Start(Reply.Json(
            $$$"""{"id":"c1","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"x"}}],"usage":{{{usage}}}}"""));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream, more: Priced) + Calm);

        using var response = await sidecar.Post();
        var row = (await sidecar.UsageAfter(response.Id()))[0];

        Assert.Equal((tokens, decimal.Parse(cost, System.Globalization.CultureInfo.InvariantCulture)),
            (row.GetProperty("total_tokens").GetInt32(), row.GetProperty("cost").GetDecimal()));
    }

    [Fact]
    public async Task a_zero_at_the_end_of_a_message_takes_no_number_back()
    {
        const string Stream =
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":1500,\"output_tokens\":1}}}\n\n"
            + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"x\"}}\n\n"
            + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
            + "\"usage\":{\"input_tokens\":0,\"output_tokens\":7}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
        await using var upstream = await FakeUpstream.Start(Reply.Stream(Stream));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream, more: SpeaksAll) + Calm);

        using var response = await sidecar.Post(Chat.Streamed, "/v1/messages");
        Assert.Equal(Stream, await response.Text());
        var row = (await sidecar.UsageAfter(response.Id()))[0];

        Assert.Equal((1500, 7), (row.GetProperty("prompt_tokens").GetInt32(), row.GetProperty("completion_tokens").GetInt32()));
    }

    [Fact]
    public async Task polling_a_response_costs_nothing_and_stays_at_its_maker()
    {
        const string Stored =
            "{\"id\":\"resp_1\",\"object\":\"response\",\"output\":[],\"usage\":{\"input_tokens\":10,\"output_tokens\":4,\"total_tokens\":14}}";
        await using var a = await FakeUpstream.Start(Reply.Json(Stored));
        await using var b = await FakeUpstream.Start(Reply.Json(Stored));
        await using var sidecar = await RunningSidecar.Start(
            Backend("a", a, more: "tpm = 200") + Backend("b", b, "fallback") + Calm + "primary-wait.max-retries = 0\n");

        using var made = await sidecar.Post(Chat.Plain, "/v1/responses");
        await sidecar.Ended(made.Id());
        for (var i = 0; i < 6; i++)
        {
            using var polled = await sidecar.Get("/v1/responses/resp_1");
            Assert.Equal((200, "a"), ((int)polled.StatusCode, polled.Label("backend")));
            await sidecar.Ended(polled.Id());
        }

        Assert.Equal((14, 0), ((await sidecar.UsageAfter(made.Id()))[0].GetProperty("total_tokens").GetInt32(), b.Count));
    }
}
