using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Forecast;

/// <summary>What each kind of limit would have counted at each recorded attempt; counted in the same way as when limits are
/// learnt.</summary>
internal sealed class LimitCounts
{
    // How much has flowed back into a bucket is known only to within a few thousandths.
    private const double Inexact = 0.002;

    private static readonly int Kinds = LimitKind.All.Count;

    private readonly IReadOnlyList<Evidence> _evidence;
    private readonly long[][] _present;
    private readonly int[] _foretold = new int[Kinds];
    private readonly bool _isTelling;
    private int _hints;

    /// <param name="evidence">The attempts that share a limit, in the order in which they were sent.</param>
    /// <param name="before">Requests that were started before the record begins.</param>
    public LimitCounts(IReadOnlyList<Evidence> evidence, PastStarts before)
    {
        _evidence = evidence;
        _present = [.. LimitKind.All.Select(_ => new long[evidence.Count])];
        _isTelling = evidence.Where(e => e.IsRefused).Select(e => e.RetryAfterMs).OfType<long>().Distinct().Take(3).Count() == 3;
        var (history, open) = (new StartHistory(), new PriorityQueue<int, DateTimeOffset>());
        foreach (var past in before.Lately)
            history.Add(past.At.UtcTicks, past.Tokens);
        for (var i = 0; i < evidence.Count; i++)
        {
            var sent = evidence[i];
            while (open.TryPeek(out _, out var end) && end <= sent.SentAt)
                open.Dequeue();
            var start = new LearnedStart(history.Add(sent.SentAt.UtcTicks, sent.Tokens), open.Count, sent.Tokens);
            for (var kind = 0; kind < Kinds; kind++)
                _present[kind][i] = Seen(LimitKind.All[kind], LimitForecast.Present(LimitKind.All[kind], history, start), sent);
            if (sent is { IsRefused: true, RetryAfterMs: { } asked })
                Compare(history, start, i, TimeSpan.FromMilliseconds(asked));
            // Refused requests do not count.
            if (sent.IsAdmitted)
                open.Enqueue(i, sent.EndsAt);
            else
                history.Correct(start.At, 1, start.Tokens);
        }
    }

    /// <summary>The count at the attempt with this index; it includes the attempt itself only for buckets and tokens.</summary>
    public long Present(int kind, int evidence) => _present[kind][evidence];

    /// <summary>The counts at the attempts that were admitted.</summary>
    public IEnumerable<long> Admitted(int kind) => _present[kind].Where((_, i) => _evidence[i].IsAdmitted);

    /// <summary>The counts at the attempts that were refused.</summary>
    public IEnumerable<long> Refused(int kind) => _present[kind].Where((_, i) => _evidence[i].IsRefused);

    /// <summary>How often a refusal named a Retry-After that a limit of this kind would not have named, although one of another kind
    /// would.</summary>
    /// <remarks>If an upstream always names the same time, it proves nothing.</remarks>
    public int Unforetold(int kind) => _isTelling ? _hints - _foretold[kind] : 0;

    /// <summary>Whether a limit of this kind would have named the Retry-Afters that were recorded.</summary>
    public bool TellsTimes(int kind) => _hints > 0 && _foretold[kind] * 2 > _hints;

    private static long Seen(LimitKind kind, long present, Evidence sent) => kind.Measure switch
    {
        LimitMeasure.Bucket => (long)(present * (sent.IsRefused ? 1 + Inexact : 1 - Inexact)),
        // A limit of which nothing is used refuses nothing.
        LimitMeasure.Tokens when sent.IsRefused && present <= sent.Tokens => 0,
        _ => present,
    };

    private void Compare(StartHistory history, LearnedStart start, int evidence, TimeSpan asked)
    {
        var heard = (_evidence[evidence].SentAt + _evidence[evidence].Head).UtcTicks;
        var agree = new bool[Kinds];
        for (var kind = 0; kind < Kinds; kind++)
            agree[kind] = LimitForecast.Agrees(
                LimitKind.All[kind], history, start.At, _present[kind][evidence], heard, new LimitHint(asked));
        if (!agree.Contains(true))
            return;
        _hints++;
        for (var kind = 0; kind < Kinds; kind++)
            _foretold[kind] += agree[kind] ? 1 : 0;
    }
}
