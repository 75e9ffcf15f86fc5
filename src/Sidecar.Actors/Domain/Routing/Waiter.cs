namespace Sidecar.Domain.Routing;

/// <summary>One request in primary-wait.</summary>
/// <param name="Ticket">Its place: lower came first. Kept when it comes back after a failed attempt.</param>
/// <param name="NotBefore">Backends that failed this request a moment ago, and when it may try them again.</param>
/// <param name="Client">Whose it is; empty where no client keys are asked for.</param>
/// <param name="Bytes">Of its body.</param>
public sealed record Waiter(
    long Ticket, string Model, IReadOnlyDictionary<int, DateTimeOffset> NotBefore, string Client = "", long Bytes = 0)
{
    public static readonly IReadOnlyDictionary<int, DateTimeOffset> NoExclusions = new Dictionary<int, DateTimeOffset>();

    public DateTimeOffset MayTry(int backend) => NotBefore.TryGetValue(backend, out var at) ? at : DateTimeOffset.MinValue;
}

/// <summary>A waiter and the backend it is sent to.</summary>
public readonly record struct Wake(Waiter Waiter, int Backend);
