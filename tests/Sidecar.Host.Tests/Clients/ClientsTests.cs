namespace Sidecar.Host.Tests.Clients;

/// <summary>The page of the clients is true.</summary>
public sealed class ClientsTests
{
    internal static async Task SeesWhatThePageSays(string id)
    {
        var seat = Seats.All.Single(s => s.Id == id);
        var seen = await Seats.Saw(seat);
        // Whatever the page says: none of them takes half an answer for whole.
        foreach (var ending in Cases.Cut)
            Assert.True(seen[ending].Contains("error ", StringComparison.Ordinal), $"{id} takes {ending} for whole: {seen[ending]}");
        if (Environment.GetEnvironmentVariable("SIDECAR_TRY_CLIENTS") is not null)
            return;
        var page = ClientsPage.Text();
        Assert.Contains(ClientsPage.Section(seat, seen), page, StringComparison.Ordinal);
        var expected = ClientsPage.EndingsOf(seat, page);
        foreach (var (ending, _) in Cases.Endings)
        {
            // A reset may overtake what was written before it: which error it is, is a matter of luck, that it is one is not.
            if (!Cases.Cut.Contains(ending))
                Assert.Equal((id, ending, expected[ending]), (id, ending, seen[ending]));
            else
                Assert.True(expected[ending].Contains("error ", StringComparison.Ordinal),
                    $"the page says of {id} that it takes {ending} for whole");
        }
    }

    [Fact]
    public async Task the_page_is_written_anew_where_that_is_asked_for()
    {
        if (Environment.GetEnvironmentVariable("SIDECAR_TRY_CLIENTS") is not null)
            await ClientsPage.WriteAsync();
    }
}
