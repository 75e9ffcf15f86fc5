namespace Sidecar.Host.Storage.Sums;

/// <summary>Since when this server has been counting.</summary>
public sealed record CountingSince(DateTimeOffset At);
