namespace Sidecar.Domain.Routing;

/// <summary>When a session is better off at another backend than where its prompt may be cached.</summary>
internal static class SessionBalance
{
    // As free as others within a factor of two.
    private const double Tolerated = 2;

    // Less is no difference: sessions fade while they think.
    private const double Least = 0.25;

    // A pick compares whole numbers.
    private const int Steps = 16;

    /// <summary>Whether any other backend could be better.</summary>
    /// <param name="here">The sessions of its backend, this one included.</param>
    /// <param name="own">What this one counts.</param>
    public static bool MayBeBetter(double here, double own) => IsBetter(here, 0, own);

    /// <param name="there">The sessions of another backend.</param>
    public static bool IsBetter(double here, double there, double own) => here > Tolerated * there && here > there + own + Least;

    public static int ToLoad(double sessions) => (int)Math.Min(Math.Max(0, sessions) * Steps, int.MaxValue / 2);
}
