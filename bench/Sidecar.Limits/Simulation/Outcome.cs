namespace Sidecar.Bench.Limits.Simulation;

/// <summary>How a loop did.</summary>
/// <param name="Late">Attempts after the first minute.</param>
internal sealed record Outcome(int Answered, int Of, int Attempts, int Refused, int Late, int LateRefused)
{
    public double Share => 100.0 * Refused / Math.Max(1, Attempts);

    public double LateShare => 100.0 * LateRefused / Math.Max(1, Late);
}
