namespace Sidecar.Bench.Limits.Loops;

/// <summary>What the two loops with hypotheses share: the starts, and how many of them fall into a window.</summary>
internal abstract class Hypotheses<T> : IControlLoop
    where T : Hypotheses<T>.Hypothesis
{
    protected static readonly double[] Windows = [1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000];

    protected List<double> Starts { get; } = [];

    protected Dictionary<double, int> Others { get; } = [];

    protected List<T> All { get; } = [];

    protected double Until { get; set; }

    protected double ProbeAt { get; set; }

    protected int Row { get; set; }

    protected bool Probing { get; set; }

    protected double LastRefusal { get; set; } = -1e9;

    public int InFlight { get; set; }

    public abstract bool MayStart(double now, int tokens);

    public abstract double Next(double now, int tokens);

    public long Started(double now, int tokens)
    {
        Starting(now);
        Starts.Add(now);
        Others[now] = InFlight - 1;
        if (Starts.Count > 4000)
            Starts.RemoveRange(0, 2000);
        return 0;
    }

    public void Answered(double now, long start, double sent)
    {
        Row = 0;
        Others.Remove(sent, out var others);
        Accept(now, sent, others);
    }

    public void Refused(double now, long start, double sent, double? hint)
    {
        LastRefusal = now;
        var at = Starts.LastIndexOf(sent);
        if (at >= 0)
            Starts.RemoveAt(at);
        Others.Remove(sent, out var others);
        Refuse(now, sent, others);
        if (hint is { } asked)
            Until = Math.Max(Until, now + asked);
        else
            ProbeAt = now + Math.Min(8000, 500 * Math.Pow(2, Row++));
    }

    protected abstract void Starting(double now);

    protected abstract void Accept(double now, double sent, int others);

    protected abstract void Refuse(double now, double sent, int others);

    protected int CountAt(double from, double now)
    {
        var count = 0;
        for (var i = Starts.Count - 1; i >= 0; i--)
        {
            if (Starts[i] > now)
                continue;
            if (Starts[i] <= from)
                break;
            count++;
        }
        return count;
    }

    internal abstract class Hypothesis
    {
        /// <summary>0 for a limit on concurrent requests.</summary>
        public double Window { get; init; }

        public bool IsFixed { get; init; }
    }
}
