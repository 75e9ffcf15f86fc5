namespace Sidecar.LedgerCost;

/// <summary>CPU time and garbage per request.</summary>
internal readonly record struct Cost(double Microseconds, double Bytes)
{
    public static Cost operator -(Cost left, Cost right) => new(left.Microseconds - right.Microseconds, left.Bytes - right.Bytes);

    public override string ToString() => $"{Microseconds:0.00} us {Bytes:0} B";
}
