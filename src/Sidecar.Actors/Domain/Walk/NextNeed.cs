namespace Sidecar.Domain.Walk;

/// <summary>What a walk cannot go on without.</summary>
internal enum Need
{
    /// <summary>A pick from the board: <see cref="WalkDecisions.Picked"/>.</summary>
    Pick,

    /// <summary>A backend's word on a lease: <see cref="WalkDecisions.Granted"/> or <see cref="WalkDecisions.Refused"/>.</summary>
    Lease,

    /// <summary>An upstream's answer to the attempt that is to be sent: <see cref="WalkDecisions.Answered"/>.</summary>
    Answer,

    /// <summary>Word that the board shows what a failed attempt did to its backend: <see cref="WalkDecisions.Noted"/>.</summary>
    Note,

    /// <summary>What is known of when a wait could end: <see cref="WalkDecisions.Foreseen"/>.</summary>
    Outlook,

    /// <summary>A place in the queue of primary-wait: <see cref="WalkDecisions.Queued"/> or
    /// <see cref="WalkDecisions.QueueFull"/>.</summary>
    Place,

    /// <summary>An offer to one who stands in the queue: <see cref="WalkDecisions.Offered"/>, unless <see cref="WalkDecisions.TimeOver"/>
    /// comes first.</summary>
    Offer,

    /// <summary>The order of an emergency round: <see cref="WalkDecisions.RoundBegan"/>.</summary>
    Round,

    /// <summary>Nothing but the end of the body of attempt <see cref="WalkState.Kept"/>, which the client is given.</summary>
    Relay,

    /// <summary>Nothing: it is over without an upstream's answer.</summary>
    End,
}

/// <summary>How a walk ends that brought no answer of an upstream.</summary>
internal enum WalkEnd
{
    None,
    NoBackendConfigured,
    NoBackendForModel,

    /// <summary>No backend has the API that is asked for, nor may it be asked through a translation.</summary>
    NoBackendForApi,

    /// <summary>Only through a translation, and something in the request cannot be carried over.</summary>
    Untranslatable,
    Exhausted,
    ClientGone,
}

/// <summary>What the queue of primary-wait is told because of a decision.</summary>
[Flags]
internal enum QueueWord
{
    None = 0,

    /// <summary>The backend that was offered refused.</summary>
    Refused = 1,

    /// <summary>It leaves with a lease.</summary>
    Served = 2,

    /// <summary>It leaves because its time or its retries are used up.</summary>
    GaveUp = 4,

    /// <summary>It was not let in.</summary>
    Full = 8,

    /// <summary>It leaves because nobody waits for its answer any more.</summary>
    Gone = 16,
}

/// <summary>What a walk needs next.</summary>
/// <param name="Backend">Of a lease, an answer and a note: whose, by index.</param>
/// <param name="End">Of an end: which.</param>
/// <param name="Queue">What the queue is to be told first.</param>
internal readonly record struct NextNeed(Need Need, int Backend = -1, WalkEnd End = WalkEnd.None, QueueWord Queue = QueueWord.None);
