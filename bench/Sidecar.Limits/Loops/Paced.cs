namespace Sidecar.Bench.Limits.Loops;

/// <summary>Closes for the time of the hint, or for 1, 2, 4, 8 s; then sends one probe and doubles from there.</summary>
internal sealed class Paced : IControlLoop
{
    private double _until;
    private double _room = double.PositiveInfinity;
    private int _row;

    public int InFlight { get; set; }

    public bool MayStart(double now, int tokens) => now >= _until && InFlight < _room;

    public double Next(double now, int tokens) => _until > now ? _until : double.PositiveInfinity;

    public long Started(double now, int tokens) => 0;

    public void Answered(double now, long start, double sent)
    {
        _row = 0;
        _room = _room * 2 > 64 ? double.PositiveInfinity : _room * 2;
    }

    public void Refused(double now, long start, double sent, double? hint)
    {
        if (now < _until)
            return;
        _until = now + (hint ?? Math.Min(8000, 1000 * Math.Pow(2, _row)));
        _row++;
        _room = 1;
    }
}
