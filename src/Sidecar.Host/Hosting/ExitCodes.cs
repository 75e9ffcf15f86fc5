namespace Sidecar.Host.Hosting;

/// <summary>The exit codes of the process.</summary>
public static class ExitCodes
{
    public const int Fine = 0;

    /// <summary>A failure while starting or running.</summary>
    public const int Failed = 1;

    /// <summary>Bad usage or a faulty configuration.</summary>
    public const int Misused = 2;
}
