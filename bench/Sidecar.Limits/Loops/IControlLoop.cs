namespace Sidecar.Bench.Limits.Loops;

/// <summary>Decides when one upstream is sent a request. Times in ms from the start.</summary>
internal interface IControlLoop
{
    /// <summary>Kept by whoever asks.</summary>
    int InFlight { get; set; }

    bool MayStart(double now, int tokens);

    /// <summary>When <see cref="MayStart"/> may be true without anything else happening; infinity where only an answer can help.</summary>
    double Next(double now, int tokens);

    /// <returns>The start's name, for what becomes of it.</returns>
    long Started(double now, int tokens);

    void Answered(double now, long start, double sent);

    void Refused(double now, long start, double sent, double? hint);
}
