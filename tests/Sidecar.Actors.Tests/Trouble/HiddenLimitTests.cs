using Sidecar.Actors.Tests.Kit;

namespace Sidecar.Actors.Tests.Trouble;

using static Fleet;
using static UpstreamWords;

/// <summary>Sidecar was not told of the upstream's limit, and the upstream's refusals give no hint.</summary>
public sealed class HiddenLimitTests
{
    [Fact]
    public void of_60_clients_on_20_in_any_ten_seconds_hardly_any_attempt_is_refused()
    {
        var admitted = new Queue<DateTimeOffset>();
        using var kit = SidecarKit.Start(World.Shipped(Primary("a")));
        var refusals = new List<DateTimeOffset>();
        kit.Upstream.Improvise = _ =>
        {
            while (admitted.TryPeek(out var oldest) && kit.Now - oldest >= 10.Seconds())
                admitted.Dequeue();
            if (admitted.Count >= 20)
            {
                refusals.Add(kit.Now);
                return Replies(429);
            }
            admitted.Enqueue(kit.Now);
            return Answers().Later(0.1.Seconds());
        };
        var waiting = Enumerable.Range(0, 60).Select(_ => kit.Send()).ToList();
        var answered = 0;
        while (kit.Now < VirtualScheduler.Start + 4.Minutes())
        {
            kit.Pass(0.25.Seconds());
            for (var i = 0; i < waiting.Count; i++)
                if (waiting[i].IsOver)
                {
                    answered += waiting[i].Answer is Requests.Relayed ? 1 : 0;
                    waiting[i] = kit.Send();
                }
        }

        var late = VirtualScheduler.Start + 1.Minutes();
        var (attempts, refused) = (kit.Upstream.Calls.Count(call => call.At > late), refusals.Count(at => at > late));
        Assert.True(refused < 0.05 * attempts, $"{refused} of {attempts} attempts were refused");
        // In that time the upstream would have admitted 480.
        Assert.True(answered >= 400, $"only {answered} were answered");
        kit.Pass(3.Minutes());
    }
}
