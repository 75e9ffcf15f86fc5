using Sidecar.Bench.Limits.Loops;
using Sidecar.Bench.Limits.Upstreams;

namespace Sidecar.Bench.Limits.Simulation;

/// <summary>A discrete-event simulation: requests wait up to 30 s in a fair queue and are sent to an upstream whose loop allows a start,
/// the least loaded first.</summary>
internal sealed class LoopRun
{
    private const double Patience = 30_000;
    private readonly PriorityQueue<Action<double>, (double At, long Order)> _events = new();
    private readonly LinkedList<Request> _queue = new();
    private readonly HashSet<double> _wakes = [];
    private readonly HiddenLimit[] _limits;
    private readonly IControlLoop[] _loops;
    private readonly SeededChance _chance;
    private readonly Scenario _scenario;
    private readonly int _requests;
    private long _order;
    private int _answered, _attempts, _refused, _late, _lateRefused;

    private LoopRun(Scenario scenario, Func<IControlLoop> loop, uint seed)
    {
        (_scenario, _limits, _chance) = (scenario, scenario.Limits(seed), new SeededChance(seed));
        _loops = [.. _limits.Select(_ => loop())];
        var requests = scenario.Requests(seed);
        _requests = requests.Length;
        foreach (var at in requests)
            Push(at, Arrive);
    }

    public static Outcome Of(Scenario scenario, Func<IControlLoop> loop, uint seed)
    {
        var run = new LoopRun(scenario, loop, seed);
        while (run._events.TryDequeue(out var step, out var when))
            step(when.At);
        return new Outcome(run._answered, run._requests, run._attempts, run._refused, run._late, run._lateRefused);
    }

    private void Push(double at, Action<double> step) => _events.Enqueue(step, (at, _order++));

    private void Arrive(double now)
    {
        _queue.AddLast(new Request(now + Patience, _scenario.Tokens?.Invoke(_chance.Next()) ?? 0));
        Pump(now);
        Push(now + Patience + 1, Pump);
    }

    private void Pump(double now)
    {
        while (_queue.First is { } first && first.Value.Until < now)
            _queue.RemoveFirst();
        while (_queue.First is { } next && Best(now, next.Value.Tokens) is var best and >= 0)
        {
            _queue.RemoveFirst();
            Send(best, next.Value, now);
        }
        var due = _queue.First is { } waits ? _loops.Min(l => l.Next(now, waits.Value.Tokens)) : double.PositiveInfinity;
        if (double.IsFinite(due) && Math.Ceiling(Math.Max(due, now + 1)) is var wake && _wakes.Add(wake))
            Push(wake, Pump);
    }

    private int Best(double now, int tokens)
    {
        var best = -1;
        for (var i = 0; i < _loops.Length; i++)
            if ((best < 0 || _loops[i].InFlight < _loops[best].InFlight) && _loops[i].MayStart(now, tokens))
                best = i;
        return best;
    }

    private void Send(int index, Request request, double sent)
    {
        var (loop, limit) = (_loops[index], _limits[index]);
        _attempts++;
        if (sent > 60_000)
            _late++;
        loop.InFlight++;
        var start = loop.Started(sent, request.Tokens);
        if (limit.Take(sent, request.Tokens) is { } wait)
        {
            Push(sent + 8, now =>
            {
                _refused++;
                if (now > 60_000)
                    _lateRefused++;
                loop.InFlight--;
                loop.Refused(now, start, sent, _scenario.HintOf(wait));
                _queue.AddFirst(request);
                Pump(now);
            });
            return;
        }
        var chance = _chance.Next();
        Push(sent + _scenario.AnswerMs(chance * _chance.Next()), now =>
        {
            loop.InFlight--;
            limit.Done();
            loop.Answered(now, start, sent);
            _answered++;
            Pump(now);
        });
    }

    private sealed record Request(double Until, int Tokens);
}
