namespace Sidecar.Host.Tests.Clients;

/// <summary>What the clients for .NET make of Sidecar's answers. <c>./try-clients</c> writes the page anew.</summary>
public sealed class DotNetClientTests
{
    [Theory]
    [InlineData("OpenAI/chat")]
    [InlineData("OpenAI/responses")]
    [InlineData("Microsoft.Extensions.AI/chat")]
    [InlineData("SemanticKernel/chat")]
    [InlineData("Anthropic/messages")]
    public Task they_see_what_the_page_says(string client) => ClientsTests.SeesWhatThePageSays(client);
}
