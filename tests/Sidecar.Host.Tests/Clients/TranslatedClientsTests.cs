namespace Sidecar.Host.Tests.Clients;

/// <summary>A client over backends that speak chat alone sees what it sees over those that speak its own API.</summary>
public sealed class TranslatedClientsTests
{
    // What chat has no counterpart of, or what Sidecar knows better than the upstream.
    private static readonly string[] Other = ["count", "end-told", "end-unfinished"];

    [NpmTheory]
    [InlineData("openai/responses")]
    [InlineData("anthropic/messages")]
    [InlineData("ai/responses")]
    [InlineData("ai/messages")]
    [InlineData("langchain/responses")]
    public Task it_makes_no_difference(string client) => SeesTheSame(client);

    [Theory]
    [InlineData("OpenAI/responses")]
    [InlineData("Anthropic/messages")]
    public Task it_makes_none_for_dotnet(string client) => SeesTheSame(client);

    private static async Task SeesTheSame(string id)
    {
        var seat = Seats.All.Single(s => s.Id == id);
        var (native, translated) = (await Seats.Saw(seat), await Seats.Saw(Seats.All.Single(s => s.Id == seat.OverChat().Id)));

        // A reset may overtake what was written before it.
        foreach (var name in seat.AllCases.Except(Other).Except(Cases.Cut))
            Assert.Equal((name, native[name]), (name, translated[name]));
        // What is no whole chat stream cannot be taken for a whole answer.
        Assert.Contains("error ", translated["end-unfinished"], StringComparison.Ordinal);
    }
}
