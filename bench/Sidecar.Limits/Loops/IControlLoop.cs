namespace Sidecar.Bench.Limits.Loops;

/// <summary>Decides when one upstream is sent a request. Times are in ms from the start.</summary>
internal interface IControlLoop
{
    /// <summary>Maintained by the caller.</summary>
    int InFlight { get; set; }

    bool MayStart(double now, int tokens);

    /// <summary>When <see cref="MayStart"/> may next be true if nothing else happens; infinity if only an answer can help.</summary>
    double Next(double now, int tokens);

    /// <returns>A number for this start, to report with what becomes of it.</returns>
    long Started(double now, int tokens);

    void Answered(double now, long start, double sent);

    void Refused(double now, long start, double sent, double? hint);
}
