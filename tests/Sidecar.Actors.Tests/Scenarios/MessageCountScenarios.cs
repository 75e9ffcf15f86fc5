using Sidecar.Actors.Tests.Kit;
using Xunit.Abstractions;

namespace Sidecar.Actors.Tests.Scenarios;

using static Fleet;
using static UpstreamWords;

/// <summary>The messages on the hot path are counted.</summary>
public sealed class MessageCountScenarios(ITestOutputHelper output)
{
    [Fact]
    public void a_plain_request_costs_fewer_than_ten_messages_and_no_write()
    {
        using var kit = SidecarKit.Start(Primary("a"), Primary("b"), Fallback("c"));
        kit.Upstream.Script("a", Answers());
        kit.Send();
        kit.Trace.Clear();

        kit.Send();

        var messages = kit.Trace.Messages;
        foreach (var (receiver, message) in messages)
            output.WriteLine($"{receiver} <- {message.GetType().Name}");
        Assert.InRange(messages.Count, 5, 9);
        Assert.Empty(kit.Journal("a"));
    }
}
