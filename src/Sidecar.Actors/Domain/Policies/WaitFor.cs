namespace Sidecar.Domain.Policies;

/// <summary>Which backends a request waits for in primary-wait.</summary>
public enum WaitFor
{
    /// <summary>A backend of the first pool, and no other.</summary>
    Primary,

    /// <summary>A backend of any pool; one of a later pool only while no earlier pool has an open one.</summary>
    Any,
}

/// <summary>The names of the choices in stored policies: they may be added to, but never changed.</summary>
public static class WaitForNames
{
    public static string ToWire(this WaitFor waitFor) => waitFor switch
    {
        WaitFor.Primary => "primary",
        WaitFor.Any => "any",
        _ => throw new ArgumentOutOfRangeException(nameof(waitFor), waitFor, null),
    };

    public static WaitFor FromWire(string name) => name switch
    {
        "primary" => WaitFor.Primary,
        "any" => WaitFor.Any,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "unknown choice of whom to wait for"),
    };
}
