namespace Sidecar.Host.Tests.Clients;

/// <summary>What the .NET clients make of Sidecar's answers. <c>./try-clients</c> rewrites the page.</summary>
public sealed class DotNetClientTests
{
    [Theory]
    [InlineData("OpenAI/chat")]
    [InlineData("OpenAI/responses")]
    [InlineData("Microsoft.Extensions.AI/chat")]
    [InlineData("SemanticKernel/chat")]
    [InlineData("Anthropic/messages")]
    [InlineData("OpenAI/responses/over-chat")]
    [InlineData("Anthropic/messages/over-chat")]
    public Task they_see_what_the_page_says(string client) => ClientsTests.SeesWhatThePageSays(client);
}
