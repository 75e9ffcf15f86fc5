namespace Sidecar.Domain.Routing;

/// <summary>One request in primary-wait.</summary>
/// <param name="Ticket">Its place: a lower one came first. Kept when it comes back after a failed attempt.</param>
/// <param name="NotBefore">Backends that just failed this request, and when it may try each again.</param>
/// <param name="Client">Its client; empty if no client keys are configured.</param>
/// <param name="Bytes">The size of its body.</param>
public sealed record Waiter(
    long Ticket, string Model, IReadOnlyDictionary<int, DateTimeOffset> NotBefore, string Client = "", long Bytes = 0)
{
    public static readonly IReadOnlyDictionary<int, DateTimeOffset> NoExclusions = new Dictionary<int, DateTimeOffset>();

    public DateTimeOffset MayTry(int backend) => NotBefore.TryGetValue(backend, out var at) ? at : DateTimeOffset.MinValue;
}

/// <summary>A waiter and the backend that it is offered.</summary>
public readonly record struct Wake(Waiter Waiter, int Backend);
