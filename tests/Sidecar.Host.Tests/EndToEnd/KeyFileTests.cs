using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.EndToEnd;

public sealed class KeyFileTests
{
    [Fact]
    public async Task a_key_is_read_again_when_its_file_changes()
    {
        using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "key");
        await File.WriteAllTextAsync(file, "first\n");
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream, key: null, more: $"api-key-file = \"{file}\"") + Calm);
        Assert.Equal("Bearer first", await KeySent(sidecar, upstream));

        await File.WriteAllTextAsync(file, "");
        await File.WriteAllTextAsync(file, "second\n");

        await sidecar.Log.Line("the configuration was reloaded");
        Assert.Equal("Bearer second", await KeySent(sidecar, upstream));
    }

    [Fact]
    public async Task several_keys_take_turns_and_one_more_may_come()
    {
        using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "keys");
        await File.WriteAllTextAsync(file, "one\ntwo\n");
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream, key: null, more: $"api-keys-file = \"{file}\"")
            + OnlyRouting + "routing.strategy = round-robin\n");
        string[] before = [await KeySent(sidecar, upstream), await KeySent(sidecar, upstream)];
        Assert.Equal(["Bearer one", "Bearer two"], before.Order());

        await File.AppendAllTextAsync(file, "three\n");

        await sidecar.Log.Line("the configuration was reloaded");
        string[] after = [await KeySent(sidecar, upstream), await KeySent(sidecar, upstream), await KeySent(sidecar, upstream)];
        Assert.Equal(["Bearer one", "Bearer three", "Bearer two"], after.Order());
    }

    private static async Task<string> KeySent(RunningSidecar sidecar, FakeUpstream upstream)
    {
        using var response = await sidecar.Post();
        Assert.Equal(200, (int)response.StatusCode);
        return (await upstream.Arrival()).Header("authorization")!;
    }
}
