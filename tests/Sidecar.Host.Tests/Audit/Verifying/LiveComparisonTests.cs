using System.Text;
using System.Text.Json;
using Sidecar.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Host.Audit;
using Sidecar.Host.Audit.Verifying;
using Sidecar.Host.Tests.Storage;

namespace Sidecar.Host.Tests.Audit.Verifying;

public sealed class LiveComparisonTests
{
    private static readonly IBackendEvent[] Events = [Happened.Cooled(0), Happened.Cooled(0, model: "m")];

    private static readonly DateTimeOffset At = Events[^1].At.AddSeconds(30);

    [Fact]
    public void a_server_that_says_what_its_journal_says_is_believed() => Assert.Empty(Compare(Said()).Differences);

    [Theory]
    [InlineData("cooling", "available", "state")]
    [InlineData("rate_limited", "overloaded", "reason")]
    [InlineData("\"streak\":1", "\"streak\":2", "streak")]
    [InlineData("\"failures\":0", "\"failures\":3", "failures")]
    [InlineData("\"m\":", "\"n\":", "models")]
    [InlineData("\"models\":", "\"others\":", "models")]
    public void a_server_that_says_otherwise_is_named(string instead, string said, string field)
    {
        var difference = Assert.Single(Compare(Said().Replace(instead, said, StringComparison.Ordinal)).Differences);

        Assert.Equal(("live", "backend-a"), (difference.File, difference.PersistenceId));
        Assert.Contains($"the server says {field} ", difference.What, StringComparison.Ordinal);
    }

    [Fact]
    public void a_model_that_rests_by_memory_alone_is_named() =>
        Assert.Contains("models", Assert.Single(Compare(Said().Replace("\"epoch\":2", "\"epoch\":1", StringComparison.Ordinal), Events[0])
            .Differences).What, StringComparison.Ordinal);

    [Fact]
    public void events_on_their_way_are_told_with_the_difference() =>
        Assert.Contains("(2 events are not written yet)", Assert.Single(Compare(Said(unwritten: 2)).Differences).What,
            StringComparison.Ordinal);

    [Fact]
    public void events_behind_the_backends_answer_say_nothing_about_it() =>
        Assert.Empty(Compare(Json(BackendState.Fresh, Events[0].At.AddSeconds(-1), 0), Events).Differences);

    [Fact]
    public void an_answer_of_another_shape_is_a_fault_and_no_difference() =>
        Assert.Throws<InvalidDataException>(() => LiveState.Parse("{}"u8.ToArray()));

    private static string Said(int unwritten = 0) => Json(BackendState.Fresh.Apply(
        unwritten == 0 ? Events : [.. Events, Happened.Cooled(0, streak: 2)]), At, unwritten);

    private static string Json(BackendState state, DateTimeOffset at, int unwritten)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            LiveStateJson.Write(json, [new BackendProtocol.BackendStatus("a", state, 1, 2, unwritten, at)]);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static VerifyReport Compare(string said) => Compare(said, Events);

    private static VerifyReport Compare(string said, params IBackendEvent[] stored)
    {
        var comparison = new LiveComparison(LiveState.Parse(Encoding.UTF8.GetBytes(said)));
        foreach (var happened in stored)
            comparison.See("backend-a", happened);
        comparison.See("emergency", Happened.Emergency(0));
        var report = new VerifyReport();
        comparison.Report(report);
        return report;
    }
}
