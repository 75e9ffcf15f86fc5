using CsCheck;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Routing;

public sealed class QueueHistoryTests
{
    [Theory]
    [InlineData(WaitFor.Primary)]
    [InlineData(WaitFor.Any)]
    public void in_any_history_offers_are_fair_single_complete_and_on_time(WaitFor waitFor) => QueueStep.Histories.Sample(steps =>
    {
        var model = new QueueModel(waitFor);
        foreach (var step in steps)
            model.Live(step);
    }, iter: 500);

    [Fact]
    public void nobody_starves_while_the_backend_grants_now_and_then() =>
        Gen.Select(Gen.Int[1, 10], Gen.Int[0, 3].Array[200]).Sample((waiting, answers) =>
        {
            var (queue, board, now) = (new WaitingQueue(100), Sample.Board(Sample.Backend()), Instants.Start);
            var asked = new Dictionary<long, int>();
            var tickets = 0L;
            foreach (var answer in answers)
            {
                // A new request joins for each one served, so there is always a crowd behind the first.
                while (queue.Count < waiting)
                    queue.TryJoin(new Waiter(++tickets, "m", Waiter.NoExclusions));
                now += TimeSpan.FromSeconds(2);
                var wake = queue.Next(board, now)!.Value;
                asked[wake.Waiter.Ticket] = asked.GetValueOrDefault(wake.Waiter.Ticket) + 1;
                if (answer == 0)
                    queue.Leave(wake.Waiter.Ticket);
                else
                    queue.Refused(wake.Waiter.Ticket, 0, now + TimeSpan.FromSeconds(1));
            }

            Assert.Equal(Enumerable.Range(1, asked.Count).Select(i => (long)i), asked.Keys);
            Assert.Equal(answers.Count(a => a == 0), asked.Count - (answers[^1] == 0 ? 0 : 1));
        });
}
