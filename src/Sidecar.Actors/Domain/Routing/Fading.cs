namespace Sidecar.Domain.Routing;

/// <summary>A number that halves with every minute.</summary>
internal readonly record struct Fading(double Count, DateTimeOffset CountedAt)
{
    private static readonly TimeSpan HalfLife = TimeSpan.FromMinutes(1);

    public double At(DateTimeOffset now) => Count * Left(CountedAt, now);

    public Fading Plus(double more, DateTimeOffset now) => new(Math.Max(0, At(now) + more), now);

    /// <summary>What is left now of 1.</summary>
    public static double Left(DateTimeOffset then, DateTimeOffset now) => Math.Pow(0.5, (now - then) / HalfLife);
}
