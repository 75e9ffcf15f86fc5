using System.Text;
using Sidecar.Audit.Verifying;
using Sidecar.Domain.Cooldowns;
using Sidecar.Host.Tests.Storage;

namespace Sidecar.Host.Tests.Verifying;

public sealed class LiveComparisonTests
{
    private static readonly string Cooling = """{"backend":"a","state":"cooling","reason":"rate_limited","until":"2026-11-22T10:01:00.0000000Z","streak":1,"failures":0}""";

    [Fact]
    public void a_server_that_says_what_its_journal_says_is_believed() => Assert.Empty(Compare("2026-11-22T10:00:30Z", Cooling).Differences);

    [Theory]
    [InlineData("cooling", "available")]
    [InlineData("rate_limited", "overloaded")]
    [InlineData("10:01:00", "10:02:00")]
    [InlineData("\"streak\":1", "\"streak\":2")]
    public void a_server_that_says_otherwise_is_named(string instead, string said)
    {
        var difference = Assert.Single(Compare("2026-11-22T10:00:30Z", Cooling.Replace(instead, said, StringComparison.Ordinal)).Differences);

        Assert.Equal(("live", "backend-a"), (difference.File, difference.PersistenceId));
    }

    [Fact]
    public void events_behind_the_servers_answer_say_nothing_about_it() =>
        Assert.Empty(Compare("2026-11-22T09:59:00Z", """{"backend":"a","state":"available","reason":null,"until":null,"streak":0}""").Differences);

    [Fact]
    public void an_answer_of_another_shape_is_a_fault_and_no_difference() =>
        Assert.Throws<InvalidDataException>(() => LiveState.Parse("{}"u8.ToArray()));

    private static VerifyReport Compare(string at, string backend)
    {
        var comparison = new LiveComparison(LiveState.Parse(Encoding.UTF8.GetBytes($$"""{"at":"{{at}}","backends":[{{backend}}]}""")));
        IBackendEvent cooled = Happened.Cooled(0);
        comparison.See("backend-a", cooled);
        comparison.See("emergency", Happened.Emergency(0));
        var report = new VerifyReport();
        comparison.Report(report);
        return report;
    }
}
