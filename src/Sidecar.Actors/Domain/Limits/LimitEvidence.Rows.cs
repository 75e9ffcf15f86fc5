namespace Sidecar.Domain.Limits;

// Refusals in a row. Where nothing had been known, such a row is an outage rather than a limit.
internal sealed partial class LimitEvidence
{
    /// <summary>So many that agree with a refusal make a limit of it, though nothing else is known.</summary>
    private const int Enough = 2;

    /// <summary>So many refused probes in a row are no matter of what was present at them.</summary>
    public const int Outage = 3;

    private int _row;
    private int _rows;

    /// <summary>It was run into more than once.</summary>
    public bool IsConfirmed => _rows > 1;

    private void BeginRow()
    {
        if (_row++ == 0)
            _rows++;
    }

    // By the first refusal of an outage alone what follows is held back.
    private bool EndRow()
    {
        var isOutage = _rows == 1 && _row >= Outage && _lastHint is not null && _refusals.Count == _row;
        _row = 0;
        if (isOutage)
            _refusals.RemoveRange(1, _refusals.Count - 1);
        return isOutage;
    }

    /// <summary>An attempt was admitted.</summary>
    /// <returns>It changes what the refusals mean.</returns>
    private bool Notice(LearnedStart start)
    {
        if (start.At > LastHeard)
            return EndRow();
        // It was sent before the refusal and is admitted: there is a limit, for not everything is refused.
        var last = _refusals[^1];
        if (start.At > last.At)
            return false;
        last.HasAdmitted = true;
        return ++last.Witnesses >= Enough;
    }

    private void Lower(LimitRefusal former, LearnedStart start)
    {
        former.Witnesses++;
        for (var kind = 0; kind < Kinds; kind++)
            if (former.Weight(kind) > 0 && Present(kind, start) is var present && present > Unused(kind, start)
                && present < former.Present(kind))
                former.Tell(kind, present, former.Weight(kind));
    }

    // What is not used at all refuses nobody.
    private static long Unused(int kind, LearnedStart start) =>
        LimitKind.All[kind].Measure switch { LimitMeasure.Bucket => 1000, LimitMeasure.Tokens => start.Tokens, _ => 0 };
}
