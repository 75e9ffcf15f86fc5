namespace Sidecar.Bench.Limits.Loops;

/// <summary>A switch: a 429 closes it for Retry-After or 30 s, doubled for each further one in a row; then everything is let through at
/// once.</summary>
internal sealed class Ladder : IControlLoop
{
    private double _until;
    private double _since;
    private int _row;

    public int InFlight { get; set; }

    public bool MayStart(double now, int tokens) => now >= _until;

    public double Next(double now, int tokens) => _until > now ? _until : double.PositiveInfinity;

    public long Started(double now, int tokens) => 0;

    public void Answered(double now, long start, double sent) => _row >>= 1;

    public void Refused(double now, long start, double sent, double? hint)
    {
        if (sent < _since)
            return;
        _row++;
        _until = Math.Max(_until, now + (hint is not { } asked ? Rung(_row - 1) : _row == 1 ? asked : Math.Max(asked, Rung(_row - 2))));
        _since = now;
    }

    private static double Rung(int k) => Math.Min(30_000 * Math.Pow(2, k), 900_000);
}
