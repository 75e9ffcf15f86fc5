namespace Sidecar.Domain.Backtest;

/// <summary>What a walk needs next.</summary>
internal enum Need
{
    Nothing,
    Pick,
    Lease,
    Answer,
    Place,
    Offer,
    Round,
    Relay,
    End,
}

/// <param name="Backend">Of a lease: whose.</param>
/// <param name="Status">Of an end: what the client is given.</param>
/// <param name="Code">Of an end: the refusal's code.</param>
internal readonly record struct Want(Need Need, string? Backend = null, int Status = 0, string? Code = null);
