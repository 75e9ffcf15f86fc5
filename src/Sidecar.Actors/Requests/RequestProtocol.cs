using Akka.Actor;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Walk;
using Sidecar.Relay;
using Sidecar.Upstream;

namespace Sidecar.Requests;

/// <summary>The messages between the endpoint that holds a client's connection and the coordinator that walks its request.</summary>
public static class RequestProtocol
{
    /// <summary>Walk this request. <paramref name="Answer"/> is completed exactly once; it never leaves this process.</summary>
    public sealed record HandleRequest(ProxyRequest Request, TaskCompletionSource<ProxyAnswer> Answer);

    /// <summary>The relay of the body has ended, or never began: the walk's last message. Sent to <see
    /// cref="Relayed.Coordinator"/>.</summary>
    public sealed record RelayEnded(RelayReport Report);

    /// <summary>Refuse new requests with <c>shutting_down</c>; running ones continue.</summary>
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
/// <param name="Status">The status for the client.</param>
/// <param name="Backend">The backend that answered.</param>
/// <param name="Phase">The phase that led to it.</param>
/// <param name="Attempts">Attempts sent, including this one.</param>
/// <param name="Coordinator">The actor that waits for the end.</param>
public sealed record Relayed(UpstreamAnswer Answer, int Status, Backend Backend, RequestPhase Phase, int Attempts, IActorRef Coordinator)
    : ProxyAnswer;

/// <summary>An answer of Sidecar's own.</summary>
public sealed record Refused(Refusal Refusal) : ProxyAnswer;

/// <summary>The client hung up; there is no one to answer.</summary>
internal sealed record Abandoned : ProxyAnswer
{
    public static readonly Abandoned Instance = new();
}
