namespace Sidecar.Host.Tests.Clients;

/// <summary>What the JavaScript clients make of Sidecar's answers. <c>./try-clients</c> rewrites the page.</summary>
public sealed class NpmClientTests
{
    [NpmTheory]
    [InlineData("openai/chat")]
    [InlineData("openai/responses")]
    [InlineData("anthropic/messages")]
    [InlineData("ai/chat")]
    [InlineData("ai/responses")]
    [InlineData("ai/compatible")]
    [InlineData("ai/messages")]
    [InlineData("langchain/chat")]
    [InlineData("langchain/responses")]
    [InlineData("openai/responses/over-chat")]
    [InlineData("anthropic/messages/over-chat")]
    [InlineData("ai/responses/over-chat")]
    [InlineData("ai/messages/over-chat")]
    [InlineData("langchain/responses/over-chat")]
    public Task they_see_what_the_page_says(string client) => ClientsTests.SeesWhatThePageSays(client);
}
