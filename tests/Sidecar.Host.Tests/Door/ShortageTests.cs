using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Door;

/// <summary>A process that may open only a few file descriptors.</summary>
public sealed class ShortageTests
{
    [Fact]
    public async Task more_clients_than_descriptors_are_all_answered_and_no_backend_is_blamed()
    {
        using var directory = new TemporaryDirectory();
        await using var a = await FakeUpstream.Start(new Reply(async context =>
        {
            await Task.Delay(100);
            await Reply.Chat.Act(context);
        }));
        using var sidecar = await SidecarProcess.Serve(Backend("a", a) + Calm, directory.Path, descriptors: 480);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Ask(sidecar.Client.BaseAddress!)));
        using var backends = await sidecar.Client.SendAsync(Operate(HttpMethod.Get, "/admin/state")).Soon();

        Assert.Equal(200, statuses.Count(status => status is 200 or 503));
        Assert.True(statuses.Count(status => status == 200) > 150, $"{statuses.Count(status => status == 200)} were answered");
        Assert.DoesNotContain("cooling", await backends.Text(), StringComparison.Ordinal);
    }

    private static async Task<int> Ask(Uri address)
    {
        using var client = await RawClient.Connect(address);
        await client.Post(Chat.Path, Chat.Plain, "Connection: close");
        var (text, _) = await client.ReadToEnd();
        return text.Length > 12 ? int.Parse(text.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture) : 0;
    }

    private static HttpRequestMessage Operate(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Add("Authorization", "Bearer " + RunningSidecar.AdminToken);
        return request;
    }
}
