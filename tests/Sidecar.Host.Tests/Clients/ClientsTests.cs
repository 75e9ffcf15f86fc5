namespace Sidecar.Host.Tests.Clients;

/// <summary>What the page about clients says is true.</summary>
public sealed class ClientsTests
{
    internal static async Task SeesWhatThePageSays(string id)
    {
        var seat = Seats.All.Single(s => s.Id == id);
        var seen = await Seats.Saw(seat);
        // Whatever the page says, no client may take half an answer for a whole one.
        foreach (var ending in Cases.Cut)
            Assert.True(seen[ending].Contains("error ", StringComparison.Ordinal), $"{id} takes {ending} for whole: {seen[ending]}");
        if (Environment.GetEnvironmentVariable("SIDECAR_TRY_CLIENTS") is not null)
            return;
        var page = ClientsPage.Text();
        Assert.Contains(ClientsPage.Section(seat, seen), page, StringComparison.Ordinal);
        var expected = ClientsPage.EndingsOf(seat, page);
        foreach (var (ending, _) in Cases.Endings)
        {
            // A reset may overtake what was written before it: which error the client sees is a matter of luck, but it must see one.
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
