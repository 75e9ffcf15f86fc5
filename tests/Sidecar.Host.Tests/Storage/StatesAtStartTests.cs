using Microsoft.Extensions.DependencyInjection;
using Sidecar.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Host.Tests.Kit;
using Sidecar.Journal;
using static Sidecar.Host.Tests.Kit.Settings;
using static Sidecar.Host.Tests.Storage.Happened;

namespace Sidecar.Host.Tests.Storage;

public sealed class StatesAtStartTests : IDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void a_file_without_tables_is_a_fresh_start()
    {
        SqliteFiles.Prepare(_directory.Path);

        Assert.Equal(new JournalProtocol.Recovered(0, BackendState.Fresh), Read("backend-a")?["backend-a"]);
    }

    [Fact]
    public void events_fold_to_each_ones_own_state()
    {
        var file = new JournalFile(_directory.Path);
        file.Add("backend-a", Cooled(0));
        file.Add("backend-b", Cooled(5));
        file.Add("backend-a", new CooldownEvents.V1.CooldownEnded(At(1), null, false, new Cause(null)));

        var states = Read("backend-a", "backend-b", "backend-c")!;

        Assert.Equal([2L, 1L, 0L], new[] { "backend-a", "backend-b", "backend-c" }.Select(id => states[id].SequenceNr));
        Assert.Equal([RestMode.Probing, RestMode.Cooling, RestMode.Available],
            new[] { "backend-a", "backend-b", "backend-c" }.Select(id => states[id].State.Whole.Mode));
    }

    [Fact]
    public void what_cannot_be_read_is_left_to_the_recovery()
    {
        var file = new JournalFile(_directory.Path);
        file.Add("backend-a", Cooled(0));
        file.Add("backend-a", "from-the-future.v9", [1, 2, 3]);

        Assert.Null(Read("backend-a"));
    }

    [Fact]
    public async Task it_says_what_the_plugin_recovers_behind_a_snapshot_too()
    {
        const int Events = 230;
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);
        for (var i = 0; i < Events; i++)
            await (await sidecar.Actors()).Override(new BackendProtocol.Cool("a", null, TimeSpan.FromMinutes(10 + i), "test", null), Wait);
        Assert.Equal(Events, (await sidecar.Audit()).Count);
        var live = await (await sidecar.Actors()).StatusOf("a", Wait);

        await sidecar.Restart();
        var read = StatesAtStart.Read(SqliteFiles.In(sidecar.DataDirectory).Journal, ["backend-a"])!["backend-a"];
        await (await sidecar.Actors()).OpenJournals(Wait);

        Assert.Equal(Events, read.SequenceNr);
        Assert.Equal(BackendStateCodec.Write(live.State), BackendStateCodec.Write(read.State));
        Assert.DoesNotContain(" 5005 ", sidecar.Log.Text, StringComparison.Ordinal);
    }

    private IReadOnlyDictionary<string, JournalProtocol.Recovered>? Read(params string[] ids) =>
        StatesAtStart.Read(SqliteFiles.In(_directory.Path).Journal, ids);
}
