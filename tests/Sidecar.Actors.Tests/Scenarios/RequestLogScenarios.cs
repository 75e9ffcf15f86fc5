using Microsoft.Extensions.Logging;
using Sidecar.Actors.Tests.Kit;

namespace Sidecar.Actors.Tests.Scenarios;

using static Fleet;
using static UpstreamWords;

/// <summary>An operator reads one line per request, plus one for each trouble.</summary>
public sealed class RequestLogScenarios
{
    [Fact]
    public void a_request_without_trouble_is_one_line()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Answers());

        kit.Send();

        Assert.Equal([(LogLevel.Debug, 1001), (LogLevel.Information, 1002)], LinesOf(kit));
    }

    [Fact]
    public void an_attempt_that_failed_is_a_line_of_its_own()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Replies(500));
        kit.Upstream.Script("b", Answers());

        kit.Send();

        Assert.Equal([(LogLevel.Information, 1001), (LogLevel.Debug, 1001), (LogLevel.Information, 1002)], LinesOf(kit));
    }

    private static IEnumerable<(LogLevel, int)> LinesOf(SidecarKit kit) =>
        kit.Logs.Lines.Where(line => line.Id is 1001 or 1002).Select(line => (line.Level, line.Id));
}
