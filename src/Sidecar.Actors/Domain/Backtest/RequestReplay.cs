namespace Sidecar.Domain.Backtest;

/// <summary>A request in the world of the policy under test: it keeps to the record for as long as every decision comes out as it did, and
/// walks on its own from there.</summary>
internal sealed class RequestReplay(WalkReplay walk)
{
    public WalkReplay Walk { get; } = walk;

    public bool IsOnRecord { get; set; } = true;

    public bool IsOver { get; set; }

    /// <summary>Grows with each thing it does on its own, so that what was arranged for an earlier one is known as stale.</summary>
    public int Turns { get; set; }

    public Certainty Certainty { get; private set; }

    public void Rests(Certainty on)
    {
        if (on > Certainty)
            Certainty = on;
    }
}
