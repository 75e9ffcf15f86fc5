namespace Sidecar.Host.Tests.Kit;

/// <summary>How long a test waits for a signal that must come. Never used to say how long something takes.</summary>
internal static class Bounds
{
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    /// <summary>A new process compiles much of itself first, and other processes may want the same processors.</summary>
    public static readonly TimeSpan Start = TimeSpan.FromSeconds(90);

    public static Task Soon(this Task signal) => signal.WaitAsync(Wait);

    public static Task<T> Soon<T>(this Task<T> signal) => signal.WaitAsync(Wait);

    public static Task Soon(this ValueTask signal) => signal.AsTask().WaitAsync(Wait);

    public static Task<T> Soon<T>(this ValueTask<T> signal) => signal.AsTask().WaitAsync(Wait);
}
