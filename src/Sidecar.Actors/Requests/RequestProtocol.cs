using Akka.Actor;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Walk;
using Sidecar.Relay;
using Sidecar.Upstream;

namespace Sidecar.Requests;

/// <summary>Between the endpoint that holds a client's connection and the coordinator that walks its request.</summary>
public static class RequestProtocol
{
    /// <summary>Walk this request. <paramref name="Answer"/> is completed exactly once; it never leaves this process.</summary>
    public sealed record HandleRequest(ProxyRequest Request, TaskCompletionSource<ProxyAnswer> Answer);

    /// <summary>The body was relayed, or was not: the walk's last word. Told to <see cref="Relayed.Coordinator"/>.</summary>
    public sealed record RelayEnded(RelayReport Report);

    /// <summary>Refuse new requests with <c>shutting_down</c>; running ones go on.</summary>
    public sealed record StartDraining
    {
        public static readonly StartDraining Instance = new();
    }
}

/// <summary>What the client gets.</summary>
public abstract record ProxyAnswer;

/// <summary>An upstream's answer, to be written and relayed; then the coordinator is told
/// <see cref="RequestProtocol.RelayEnded"/>.</summary>
/// <param name="Answer">Whoever relays it disposes it.</param>
/// <param name="Status">What the client is given as its status.</param>
/// <param name="Backend">Who answered.</param>
/// <param name="Phase">The phase that brought it.</param>
/// <param name="Attempts">Attempts sent, this one included.</param>
/// <param name="Coordinator">Who waits for the end.</param>
public sealed record Relayed(UpstreamAnswer Answer, int Status, Backend Backend, RequestPhase Phase, int Attempts, IActorRef Coordinator)
    : ProxyAnswer;

/// <summary>An answer of Sidecar's own.</summary>
public sealed record Refused(Refusal Refusal) : ProxyAnswer;

/// <summary>The client hung up; there is nobody to answer.</summary>
public sealed record Abandoned : ProxyAnswer
{
    public static readonly Abandoned Instance = new();
}
