namespace Sidecar.Domain.Walk;

/// <summary>The numbers in the stored bytes of a walk's facts. They are permanent; described in <c>docs/events.md</c>.</summary>
internal static class FactLayout
{
    /// <summary>The first byte. JSON, the form before this one, begins with a bracket.</summary>
    public const byte Version = 1;
    public const byte Json = (byte)'[';

    /// <summary>Instants count ticks from here; behind the first fact from the one before.</summary>
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

    /// <summary>A place in the queue, or none, where bodies of some size wait.</summary>
    public const byte QueuedWithBytes = 20;
    public const byte FullWithBytes = 21;
    public const byte Foregone = 22;

    /// <summary>Of an emergency's candidates: open, kept out by a word, resting until an instant.</summary>
    public const byte Open = 0;
    public const byte Out = 1;
    public const byte Resting = 2;
}

/// <summary>Which parts of an arrival follow.</summary>
[Flags]
internal enum ArrivedParts
{
    Stream = 1,
    Client = 2,

    /// <summary>Its id is not that of the row.</summary>
    Id = 4,
    Api = 8,
    Translation = 16,
    Obstacle = 32,
    Prefers = 64,
    Maker = 128,

    /// <summary>Only a part of its tokens is the request itself.</summary>
    Input = 1024,
}

[Flags]
internal enum PickedParts
{
    Chosen = 1,
    Candidates = 2,

    /// <summary>It is not Routing.</summary>
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
}

[Flags]
internal enum EndedParts
{
    Told = 1,
    RetryAfter = 2,
}
