using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Door;

/// <summary>Text that clients choose, and how it appears in the log.</summary>
public sealed class LogTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task a_long_method_or_path_makes_no_long_line(bool isWalked)
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);
        var path = (isWalked ? "/v1/" : "/v1/%2e%2e%2f") + new string('p', 4000);

        await HostAndOriginTests.Ask(sidecar, $"{new string('M', 2000)} {path}", "localhost");
        await sidecar.Log.Line("MMMM", "status=");

        Assert.DoesNotContain(new string('p', 300), sidecar.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(new string('M', 300), sidecar.Log.Text, StringComparison.Ordinal);
    }
}
