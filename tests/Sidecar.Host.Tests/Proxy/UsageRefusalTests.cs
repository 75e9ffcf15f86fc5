using System.Text.Json;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Proxy;

/// <summary>An option that only Sidecar added must not cost a client its answer.</summary>
public sealed class UsageRefusalTests
{
    private const string NoSuchOption =
        "{\"error\":{\"message\":\"Unrecognized request argument supplied: stream_options\",\"type\":\"invalid_request_error\"}}";

    [Theory]
    [InlineData(400)]
    [InlineData(422)]
    public async Task a_backend_that_refuses_the_option_is_asked_without_it_and_not_given_it_again(int status)
    {
        await using var upstream = await FakeUpstream.Start(Reply.Stream(Events.Chat("word")));
        upstream.Then(Reply.Json(NoSuchOption, status));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        using var first = await sidecar.Post(Chat.Streamed);
        var text = await first.Text();
        using var second = await sidecar.Post(Chat.Streamed);

        Assert.Equal((200, "1", Events.Chat("word")), ((int)first.StatusCode, first.Label("attempts"), text));
        Assert.Equal(Events.Chat("word"), await second.Text());
        Assert.Equal([true, false, false], upstream.Requests.Select(r => r.Text.Contains("stream_options", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task a_client_that_asked_itself_is_told()
    {
        await using var upstream = await FakeUpstream.Start(Reply.Json(NoSuchOption, 400));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        using var response = await sidecar.Post("""{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[]}""");

        Assert.Equal((400, NoSuchOption), ((int)response.StatusCode, await response.Text()));
        Assert.Equal(1, upstream.Count);
    }

    [Fact]
    public async Task fetching_a_response_again_does_not_count_again()
    {
        const string Stored =
            "{\"id\":\"r1\",\"object\":\"response\",\"output\":[],\"usage\":{\"input_tokens\":10,\"output_tokens\":4,\"total_tokens\":14}}";
        await using var upstream = await FakeUpstream.Start(Reply.Json(Stored));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream, more: "tpm = 20000") + Calm);

        using var made = await sidecar.Post(Chat.Plain, "/v1/responses");
        Assert.Equal(Stored, await made.Text());
        for (var i = 0; i < 3; i++)
        {
            using var fetched = await sidecar.Get("/v1/responses/r1");
            Assert.Equal(Stored, await fetched.Text());
            await sidecar.Ended(fetched.Id());
        }

        Assert.Equal(14, (await sidecar.UsageAfter(made.Id()))[0].GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task a_price_list_prices_what_no_backend_does()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "{\"m\":{\"input_cost_per_token\":0.001,\"output_cost_per_token\":0.01}}");
            await using var upstream = await FakeUpstream.Start();
            await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm + $"prices.file = \"{file}\"\n");

            using var response = await sidecar.Post();

            Assert.Equal(0.081m, (await sidecar.UsageAfter(response.Id()))[0].GetProperty("cost").GetDecimal());
        }
        finally
        {
            File.Delete(file);
        }
    }
}
