namespace Sidecar.Bench.Limits.Loops;

/// <summary>Like <see cref="Learned"/>, but each contradiction is one point, which halves in two minutes; also tries windows by the clock,
/// and now and then one start more than is known to be allowed.</summary>
internal sealed class Scored : Hypotheses<Scored.Scores>
{
    private const double Lift = 15_000;
    private bool _lifting;
    private int _lifts;

    public Scored()
    {
        All.Add(new Scores());
        All.AddRange(Windows.Select(static w => new Scores { Window = w }));
        All.AddRange(((double[])[10_000, 60_000]).Select(static w => new Scores { Window = w, IsFixed = true }));
    }

    private double LiftAt => Math.Max(LastRefusal + (Lift * Math.Pow(2, Math.Min(_lifts, 4))), ProbeAt);

    public override bool MayStart(double now, int tokens)
    {
        if (now < Until)
            return false;
        var (bold, sure) = When(now);
        return now >= sure || (!Probing && (now >= bold ? now >= ProbeAt : now >= LiftAt));
    }

    public override double Next(double now, int tokens)
    {
        var next = Until > now ? Until : double.PositiveInfinity;
        var (bold, sure) = When(now);
        if (sure > now)
            next = Math.Min(next, sure);
        if (Probing)
            return next;
        if (Math.Max(bold, ProbeAt) is var probe && probe > now)
            next = Math.Min(next, probe);
        return LiftAt > now ? Math.Min(next, LiftAt) : next;
    }

    protected override void Starting(double now)
    {
        var (bold, sure) = When(now);
        if (now < sure)
            (Probing, _lifting) = (true, now < bold);
    }

    protected override void Accept(double now, double sent, int others)
    {
        if (_lifting)
            (_lifts, LastRefusal) = (0, now - Lift + 1000);
        Probing = _lifting = false;
        foreach (var h in All)
        {
            var present = h.Window == 0 ? others + 1 : Present(h, sent, others);
            h.Most = Math.Max(h.Most, present);
            if (h.Refused.RemoveAll(c => c < present) > 0)
                h.Add(now);
            h.Doubt = 0;
        }
    }

    protected override void Refuse(double now, double sent, int others)
    {
        if (_lifting)
            _lifts++;
        Probing = _lifting = false;
        foreach (var h in All)
        {
            var present = Present(h, sent, others);
            if (present >= h.Most)
            {
                h.Refused.Add(present);
                if (h.Refused.Count > 8)
                    h.Refused.RemoveAt(0);
                continue;
            }
            h.Add(now);
            if (++h.Doubt < 2)
                continue;
            (h.Most, h.Doubt) = (present, 0);
            h.Refused.Clear();
            h.Refused.Add(present);
        }
    }

    private int Present(Scores h, double at, int others) =>
        h.Window == 0 ? others : CountAt(h.IsFixed ? (Math.Floor(at / h.Window) * h.Window) - 1e-9 : at - h.Window, at);

    private double FreeAt(Scores h, double now)
    {
        var limit = Math.Max(1, h.Refused.Min());
        if (h.Window == 0)
            return InFlight < limit ? 0 : double.PositiveInfinity;
        if (h.IsFixed)
            return Present(h, now, 0) < limit ? 0 : ((Math.Floor(now / h.Window) + 1) * h.Window) + 20;
        return Starts.Count < limit ? 0 : Starts[^limit] + h.Window + 20;
    }

    private (double Bold, double Sure) When(double now)
    {
        var least = All.Min(h => h.ErrorsAt(now));
        var free = All.Where(h => h.ErrorsAt(now) <= least + 0.9 && h.Refused.Count > 0).Select(h => FreeAt(h, now)).ToArray();
        return free.Length > 0 ? (free.Min(), free.Max()) : (0, ProbeAt);
    }

    internal sealed class Scores : Hypothesis
    {
        private double _errors;
        private double _at;

        public double Most { get; set; }

        public List<int> Refused { get; } = [];

        public int Doubt { get; set; }

        public double ErrorsAt(double now)
        {
            _errors *= Math.Pow(0.5, (now - _at) / 120_000);
            _at = now;
            return _errors;
        }

        public void Add(double now) => _errors = ErrorsAt(now) + 1;
    }
}
