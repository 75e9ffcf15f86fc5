namespace Sidecar.Domain.Walk;

/// <summary>The numbers used in the stored bytes of a walk's facts. They never change; <c>docs/events.md</c> describes them.</summary>
internal static class FactLayout
{
    /// <summary>The first byte. Facts in JSON, the earlier form, begin with a bracket instead.</summary>
    public const byte Version = 1;
    public const byte Json = (byte)'[';

    /// <summary>The first instant is stored in ticks since then, each later one in ticks since the fact before it.</summary>
    public static readonly DateTimeOffset Zero = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public const byte Arrived = 1;
    public const byte Picked = 2;
    public const byte Lease = 3;
    public const byte Answered = 4;
    public const byte Queued = 5;
    public const byte Full = 6;
    public const byte Round = 7;
    public const byte Woken = 8;
    public const byte Ended = 9;

    /// <summary>A place in the queue, or a refused one, together with the sizes of the waiting bodies.</summary>
    public const byte QueuedWithBytes = 20;
    public const byte FullWithBytes = 21;
    public const byte Foregone = 22;

    /// <summary>How a candidate of an emergency stood: open, excluded for a reason, or resting until an instant.</summary>
    public const byte Open = 0;
    public const byte Out = 1;
    public const byte Resting = 2;
}

/// <summary>Flags for the optional parts of an arrival that follow.</summary>
[Flags]
internal enum ArrivedParts
{
    Stream = 1,
    Client = 2,

    /// <summary>The request's id differs from that of the row.</summary>
    Id = 4,
    Api = 8,
    Translation = 16,
    Obstacle = 32,
    Prefers = 64,
    Maker = 128,

    /// <summary>Only part of its tokens is the request itself.</summary>
    Input = 1024,
}

[Flags]
internal enum PickedParts
{
    Chosen = 1,
    Candidates = 2,

    /// <summary>The phase is not Routing.</summary>
    Phase = 4,
}

[Flags]
internal enum LeaseParts
{
    Epoch = 1,
    Place = 2,
    Phase = 4,
    Refused = 8,
    RetryAt = 16,
    Probe = 32,
    Returned = 64,
    Quiet = 128,
    Board = 256,
}

[Flags]
internal enum AnsweredParts
{
    Status = 1,
    Phase = 2,
    Error = 4,
    RetryAfter = 8,
    OldKey = 16,
    Translated = 32,
    Silent = 64,
    LimitUsed = 128,
    ShareOver = 256,
}

[Flags]
internal enum EndedParts
{
    Told = 1,
    RetryAfter = 2,
}
