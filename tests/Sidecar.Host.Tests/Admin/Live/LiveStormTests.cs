using System.Globalization;
using Sidecar.Host.Tests.Storage;
using Sidecar.Ledger;

namespace Sidecar.Host.Tests.Admin.Live;

/// <summary>Thousands of events, written by the same writers as in production, while subscribers come and go.</summary>
public sealed class LiveStormTests
{
    private const int Backends = 8;
    private const int EventsEach = 500;
    private const int Count = Backends * EventsEach;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task whoever_breaks_off_anywhere_and_comes_back_sees_the_whole_journal_once(int seed)
    {
        await using var server = await AdminServer.Start();
        await using var journal = await JournalSystem.Start(server.DataDirectory);
        using var watch = LiveSignals.Of(journal.System).WatchJournal(server.Signals.TellJournalGrew);

        var restless = Restless(server, new Random(seed));
        var steady = Steady(server, "", Count);
        var filtered = Steady(server, "&backend=b3", EventsEach);
        await WriterStorm.Run(journal.System, Backends, EventsEach);

        var expected = await Audited(server);
        Assert.Equal(Count, expected.Count);
        Assert.Equal(expected, await steady);
        Assert.Equal(expected.Where(entry => entry.Contains("\"backend\":\"b3\"", StringComparison.Ordinal)), await filtered);
        var (seen, connections) = await restless;
        Assert.Equal(expected, seen);
        Assert.True(connections > 20, $"{connections} connections");
    }

    private static async Task<(List<string> Seen, int Connections)> Restless(AdminServer server, Random chance)
    {
        var (seen, connections, lastId) = (new List<string>(), 0, "0");
        for (; seen.Count < Count; connections++)
        {
            using var reader = await LiveReader.Follow(server.Client, lastEventId: lastId);
            var some = chance.Next(0, 200);
            while (some-- > 0 && seen.Count < Count)
                seen.Add((await reader.Events(1))[0].Data!);
            lastId = reader.LastId;
            if (seen.Count < Count && chance.Next(2) == 0)
                await reader.NextLine();
        }
        return (seen, connections);
    }

    private static async Task<List<string>> Steady(AdminServer server, string filter, int count)
    {
        using var reader = await LiveReader.Follow(server.Client, "?last-event-id=0" + filter);
        return [.. (await reader.Events(count)).Select(frame => frame.Data!)];
    }

    private static async Task<List<string>> Audited(AdminServer server)
    {
        var (entries, after) = (new List<string>(), default(long?));
        do
        {
            var (_, page) = await server.Get(string.Create(CultureInfo.InvariantCulture, $"/admin/audit?limit=1000&after={after ?? 0}"));
            entries.AddRange(page.GetProperty("events").EnumerateArray().Select(entry => entry.GetRawText()));
            after = page.GetProperty("next").ValueKind == System.Text.Json.JsonValueKind.Null ? null : page.GetProperty("next").GetInt64();
        }
        while (after is not null);
        return entries;
    }
}
