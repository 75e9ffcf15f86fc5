using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Forecast;

/// <summary>What each kind of limit would have counted at each recorded attempt; counted in the same way as when limits are
/// learnt.</summary>
internal sealed class LimitCounts
{
    // How much has flowed back into a bucket is known only to within a few thousandths.
    private const double Inexact = 0.002;

    private readonly IReadOnlyList<Evidence> _evidence;
    private readonly long[][] _present;
    private readonly int[] _foretold;
    private readonly bool _isTelling;
    private int _hints;

    /// <param name="evidence">The attempts that share a limit, in the order in which they were sent.</param>
    /// <param name="before">Requests that were started before the record begins.</param>
    public LimitCounts(IReadOnlyList<Evidence> evidence, PastStarts before)
    {
        (_evidence, Guesses) = (evidence, LimitGuess.For(evidence));
        (_present, _foretold) = ([.. Guesses.Select(_ => new long[evidence.Count])], new int[Guesses.Count]);
        _isTelling = evidence.Where(e => e.IsRefused).Select(e => e.RetryAfterMs).OfType<long>().Distinct().Take(3).Count() == 3;
        var history = new StartHistory();
        var open = Guesses.Select(guess => guess.Lag).Distinct().ToDictionary(lag => lag, _ => new PriorityQueue<int, long>());
        foreach (var past in before.Lately)
            history.Add(past.At.UtcTicks, past.Tokens);
        for (var i = 0; i < evidence.Count; i++)
        {
            var sent = evidence[i];
            foreach (var (lag, ends) in open)
                while (ends.TryPeek(out _, out var end) && end + lag <= sent.SentAt.UtcTicks)
                    ends.Dequeue();
            var start = new LearnedStart(history.Add(sent.SentAt.UtcTicks, sent.Tokens), open[0].Count, sent.Tokens);
            for (var guess = 0; guess < Guesses.Count; guess++)
                _present[guess][i] = Seen(Guesses[guess].Kind, LimitForecast.Present(Guesses[guess].Kind, history,
                    start with { Others = open[Guesses[guess].Lag].Count }, Guesses[guess].Phase), sent);
            if (sent is { IsRefused: true, RetryAfterMs: { } asked })
                Compare(history, start, i, TimeSpan.FromMilliseconds(asked));
            // Refused requests do not count.
            if (sent.IsAdmitted)
                foreach (var ends in open.Values)
                    ends.Enqueue(i, sent.EndsAt.UtcTicks);
            else
                history.Correct(start.At, 1, start.Tokens);
        }
    }

    /// <summary>The limits that are weighed: the others' parameters are places among these.</summary>
    public IReadOnlyList<LimitGuess> Guesses { get; }

    /// <summary>The count at the attempt with this index; it includes the attempt itself only for buckets and tokens.</summary>
    public long Present(int guess, int evidence) => _present[guess][evidence];

    /// <summary>The counts at the attempts that were admitted.</summary>
    public IEnumerable<long> Admitted(int guess) => _present[guess].Where((_, i) => _evidence[i].IsAdmitted);

    /// <summary>The counts at the attempts that were refused.</summary>
    public IEnumerable<long> Refused(int guess) => _present[guess].Where((_, i) => _evidence[i].IsRefused);

    /// <summary>How often a refusal named a Retry-After that a limit of this kind would not have named, although one of another kind
    /// would.</summary>
    /// <remarks>If an upstream always names the same time, it proves nothing.</remarks>
    public int Unforetold(int guess) => _isTelling ? _hints - _foretold[guess] : 0;

    /// <summary>Whether a limit of this kind would have named the Retry-Afters that were recorded.</summary>
    public bool TellsTimes(int guess) => _hints > 0 && _foretold[guess] * 2 > _hints;

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
        var agree = new bool[Guesses.Count];
        for (var guess = 0; guess < agree.Length; guess++)
            agree[guess] = LimitForecast.Agrees(Guesses[guess].Kind, history, start.At, _present[guess][evidence], heard,
                new LimitHint(asked), Guesses[guess].Phase);
        if (!agree.Contains(true))
            return;
        _hints++;
        for (var guess = 0; guess < agree.Length; guess++)
            _foretold[guess] += agree[guess] ? 1 : 0;
    }
}
