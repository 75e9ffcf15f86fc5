namespace Sidecar.Domain.Walk;

/// <summary>What a walk needs before it can go on.</summary>
internal enum Need
{
    /// <summary>A pick from the board: <see cref="WalkDecisions.Picked"/>.</summary>
    Pick,

    /// <summary>A backend's answer about a lease: <see cref="WalkDecisions.Granted"/> or <see cref="WalkDecisions.Refused"/>.</summary>
    Lease,

    /// <summary>An upstream's answer to the attempt that is to be sent now: <see cref="WalkDecisions.Answered"/>.</summary>
    Answer,

    /// <summary>Confirmation that the board shows what a failed attempt did to its backend: <see cref="WalkDecisions.Noted"/>.</summary>
    Note,

    /// <summary>When a wait could end, as far as is known: <see cref="WalkDecisions.Foreseen"/>.</summary>
    Outlook,

    /// <summary>A place in the queue of primary-wait: <see cref="WalkDecisions.Queued"/> or
    /// <see cref="WalkDecisions.QueueFull"/>.</summary>
    Place,

    /// <summary>An offer while it stands in the queue: <see cref="WalkDecisions.Offered"/>, unless <see cref="WalkDecisions.TimeOver"/>
    /// comes first.</summary>
    Offer,

    /// <summary>The order of an emergency round: <see cref="WalkDecisions.RoundBegan"/>.</summary>
    Round,

    /// <summary>Only the end of the body of attempt <see cref="WalkState.Kept"/>, which is being relayed to the client.</summary>
    Relay,

    /// <summary>Nothing: the walk is over, without an upstream's answer.</summary>
    End,
}

/// <summary>How a walk ended that got no answer from an upstream.</summary>
internal enum WalkEnd
{
    None,
    NoBackendConfigured,
    NoBackendForModel,

    /// <summary>No backend has the requested API, nor can the request be translated for one.</summary>
    NoBackendForApi,

    /// <summary>Only a translation could serve it, and something in the request cannot be translated.</summary>
    Untranslatable,
    Exhausted,
    ClientGone,
}

/// <summary>What a decision tells the queue of primary-wait.</summary>
[Flags]
internal enum QueueWord
{
    None = 0,

    /// <summary>The offered backend refused.</summary>
    Refused = 1,

    /// <summary>The waiter leaves with a lease.</summary>
    Served = 2,

    /// <summary>The waiter leaves because its time or its retries are used up.</summary>
    GaveUp = 4,

    /// <summary>The queue did not let it in.</summary>
    Full = 8,

    /// <summary>The waiter leaves because its client has gone.</summary>
    Gone = 16,
}

/// <summary>What a walk needs next.</summary>
/// <param name="Backend">For a lease, an answer and a note: the backend's index.</param>
/// <param name="End">For an end: which one.</param>
/// <param name="Queue">What the queue must be told first.</param>
internal readonly record struct NextNeed(Need Need, int Backend = -1, WalkEnd End = WalkEnd.None, QueueWord Queue = QueueWord.None);
