namespace Sidecar.Bench.Limits.Loops;

/// <summary>Keeps, for each window and for concurrency, the most that was admitted and the least that was refused. One contradiction
/// eliminates a hypothesis.</summary>
internal sealed class Learned : Hypotheses<Learned.Bounds>
{
    private double _raised;

    public Learned()
    {
        All.Add(new Bounds());
        All.AddRange(Windows.Select(static w => new Bounds { Window = w }));
    }

    public override bool MayStart(double now, int tokens)
    {
        if (now < Until)
            return false;
        var (bold, sure) = When();
        return now >= sure || (now >= bold && now >= ProbeAt && !Probing);
    }

    public override double Next(double now, int tokens)
    {
        var next = Until > now ? Until : double.PositiveInfinity;
        var (bold, sure) = When();
        if (sure > now)
            next = Math.Min(next, sure);
        var probe = Math.Max(bold, ProbeAt);
        return probe > now && !Probing ? Math.Min(next, probe) : next;
    }

    protected override void Starting(double now)
    {
        Probing |= now < When().Sure;
        // A limit that was raised is discovered by one extra start now and then.
        if (now - Math.Max(LastRefusal, _raised) > 180_000)
        {
            _raised = now;
            foreach (var h in Alive().Where(h => double.IsFinite(h.Least) && h.Most >= h.Least))
                h.Least++;
        }
    }

    protected override void Accept(double now, double sent, int others)
    {
        Probing = false;
        foreach (var h in All)
            h.Most = Math.Max(h.Most, h.Window == 0 ? others + 1 : CountAt(sent - h.Window, sent));
        if (!Alive().Any())
            Again(null, sent);
    }

    protected override void Refuse(double now, double sent, int others)
    {
        Probing = false;
        foreach (var h in All)
            h.Least = Math.Min(h.Least, Present(h, sent, others));
        if (!Alive().Any())
            Again(others, sent);
    }

    private double Present(Bounds h, double sent, int others) => h.Window == 0 ? others : CountAt(sent - h.Window, sent);

    private IEnumerable<Bounds> Alive() => All.Where(static h => h.Most <= h.Least);

    private void Again(int? others, double sent)
    {
        foreach (var h in All)
        {
            (h.Most, h.Least) = (0, others is { } x ? Present(h, sent, x) : double.PositiveInfinity);
            if (h.Least < 1)
                h.Most = 1;
        }
        if (!Alive().Any())
            foreach (var h in All)
                (h.Most, h.Least) = (0, double.PositiveInfinity);
    }

    private double FreeAt(Bounds h)
    {
        var limit = (int)Math.Max(1, h.Least);
        if (h.Window == 0)
            return InFlight < limit ? 0 : double.PositiveInfinity;
        return Starts.Count < limit ? 0 : Starts[^limit] + h.Window + 20;
    }

    private (double Bold, double Sure) When()
    {
        var free = Alive().Where(static h => double.IsFinite(h.Least)).Select(FreeAt).ToArray();
        return free.Length > 0 ? (free.Min(), free.Max()) : (0, 0);
    }

    internal sealed class Bounds : Hypothesis
    {
        public double Most { get; set; }

        public double Least { get; set; } = double.PositiveInfinity;
    }
}
