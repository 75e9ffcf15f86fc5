using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Walk;

namespace Sidecar.Actors.Tests.Scenarios;

using static CheckWords;
using static Fleet;
using static UpstreamWords;

/// <summary>What the ledger keeps of a walk, enough to explain each of its decisions.</summary>
public sealed class WalkRecordScenarios
{
    [Fact]
    public void a_plain_walk_has_arrived_picked_lease_answered_ended()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Answers());

        var walk = Record(kit, kit.Send());

        Assert.Equal(["arrived", "picked", "lease", "answered", "ended"], Walks.KindsOf(walk));
        Assert.Equal(200, walk.Outcome);
    }

    [Fact]
    public void a_wait_tells_of_its_ticket_its_place_and_what_woke_it()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Replies(429, 4.Seconds()), Answers());
        kit.Send();

        var second = kit.Send();
        kit.PassUntilOver(second);

        var facts = Walks.FactsOf(Record(kit, second));
        Assert.Equal(["arrived", "picked", "queued", "woken", "lease", "answered", "ended"],
            facts.Select(f => f.GetProperty("f").GetString()));
        Assert.Equal((2, "a"), (facts[2].GetProperty("position").GetInt32(), facts[3].GetProperty("backend").GetString()));
        Assert.Equal("cooling:rate_limited", facts[1].GetProperty("candidates").GetProperty("a").GetString());
    }

    [Fact]
    public void each_attempt_tells_its_verdict_and_what_it_was_asked_to_wait()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Replies(429, 7.Seconds()));
        kit.Upstream.Script("b", Answers());

        var facts = Walks.FactsOf(Record(kit, kit.Send()));

        var answered = facts.Where(f => f.GetProperty("f").GetString() == "answered").ToList();
        Assert.Equal([("a", 429, "RateLimited"), ("b", 200, "Success")],
            answered.Select(f => (f.GetProperty("backend").GetString()!, f.GetProperty("status").GetInt32(), f.GetProperty("verdict")
            .GetString()!)));
        Assert.Equal(7000, answered[0].GetProperty("retry_after_ms").GetInt64());
    }

    [Fact]
    public void a_refusal_is_recorded_with_its_code_and_status()
    {
        using var kit = SidecarKit.Start(Primary("a") with { Models = [Model("x")] });

        var talk = kit.Send("m");
        var walk = Record(kit, talk);

        RefusedWith("no_backend_for_model")(new Played(kit, talk));
        Assert.Equal(404, walk.Outcome);
        Assert.Equal("no_backend_for_model", Walks.FactsOf(walk)[^1].GetProperty("code").GetString());
    }

    [Fact]
    public void nothing_of_a_key_is_in_logs_rows_or_journal()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Replies(401));
        kit.Upstream.Script("b", Answers());

        var talk = kit.Send();

        var written = kit.Logs.Lines.Select(line => line.Text)
            .Append(System.Text.Encoding.UTF8.GetString(WalkFactCodec.Write(Record(kit, talk).Facts)))
            .Concat(kit.FlushedLedger().Attempts.Select(row => row.ToString()))
            .Concat(kit.Journal("a").Select(e => e.ToString()!));
        Assert.DoesNotContain(written, text => text.Contains("secret-of-", StringComparison.Ordinal));
    }

    private static Sidecar.Ledger.WalkRow Record(SidecarKit kit, Conversation talk) => kit.FlushedLedger().WalkOf(talk.Id);
}
