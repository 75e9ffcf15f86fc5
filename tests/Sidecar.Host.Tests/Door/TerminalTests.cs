using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sidecar.Host.Telemetry.Logging;

namespace Sidecar.Host.Tests.Door;

/// <summary>The log as people read it.</summary>
public sealed class TerminalTests
{
    [Fact]
    public void what_a_client_wrote_does_not_act_on_the_terminal()
    {
        using var output = new StringWriter();
        const string model = "m\u001b]0;title\u0007\r\nfake line\u009b2J";
        var entry = new LogEntry<string>(LogLevel.Warning, "Sidecar", new EventId(7), "request of " + model, null, (state, _) => state);

        new TerminalFormatter(TimeProvider.System).Write(entry, null, output);

        Assert.EndsWith("warn: Sidecar[7] request of m\\u001b]0;title\\u0007  fake line\\u009b2J" + Environment.NewLine, output.ToString(),
            StringComparison.Ordinal);
    }
}
