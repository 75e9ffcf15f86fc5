using Sidecar.Bench.Limits.Upstreams;

namespace Sidecar.Bench.Limits.Simulation;

/// <summary>The most that anyone who knows the limits could have answered: first come, first served, each by the upstream that admits it
/// earliest.</summary>
internal static class Oracle
{
    /// <param name="scenario">The limits and the requests.</param>
    /// <param name="patience">How long a request waits, in ms.</param>
    /// <param name="isDown">Whether an upstream is down at an instant.</param>
    public static int Answered(Scenario scenario, double patience, Func<int, double, bool> isDown)
    {
        var (limits, chance, events, order) = (scenario.Limits(1), new SeededChance(7), new PriorityQueue<Action<double>, (double, long)>(),
            0L);
        var (waiting, answered, due) = (new Queue<double>(), 0, double.PositiveInfinity);

        void Push(double at, Action<double> step) => events.Enqueue(step, (at, order++));

        void Serve(double now)
        {
            while (waiting.TryPeek(out var asked) && now - asked > patience)
                waiting.Dequeue();
            while (waiting.Count > 0)
            {
                var soonest = double.PositiveInfinity;
                var taken = -1;
                for (var i = 0; i < limits.Length && taken < 0; i++)
                    if (isDown(i, now))
                        soonest = Math.Min(soonest, 100);
                    else if (limits[i].Take(now) is { } wait)
                        soonest = Math.Min(soonest, wait);
                    else
                        taken = i;
                if (taken < 0)
                {
                    if (now + Math.Max(1, soonest) is var wake && (due <= now || wake < due))
                        Push(due = wake, Serve);
                    return;
                }
                waiting.Dequeue();
                answered++;
                var drawn = chance.Next();
                Push(now + scenario.AnswerMs(drawn * chance.Next()), at =>
                {
                    limits[taken].Done();
                    Serve(at);
                });
            }
        }

        foreach (var at in scenario.Requests(1))
            Push(at, now =>
            {
                waiting.Enqueue(now);
                Serve(now);
            });
        while (events.TryDequeue(out var step, out var when))
            step(when.Item1);
        return answered;
    }
}
