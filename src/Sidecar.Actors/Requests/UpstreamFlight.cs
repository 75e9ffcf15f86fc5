using Akka.Actor;
using Sidecar.Dispatching;
using Sidecar.Upstream;

namespace Sidecar.Requests;

/// <summary>A running upstream call. Its reply comes to the coordinator as a message; if nobody waits any more, the reply is
/// disposed.</summary>
internal sealed class UpstreamFlight
{
    private int _isGrounded;

    /// <summary>Starts the call; <paramref name="receiver"/> is told <see cref="UpstreamReplied"/>.</summary>
    public static UpstreamFlight Start(IUpstreamClient client, UpstreamCall call, IActorRef receiver)
    {
        var flight = new UpstreamFlight();
        _ = flight.Await(client.SendAsync(call, call.Request.ClientGone), receiver);
        return flight;
    }

    /// <summary>Nobody waits for the reply any more.</summary>
    public void Abandon() => Interlocked.Exchange(ref _isGrounded, 1);

    private async Task Await(Task<UpstreamReply> sending, IActorRef receiver)
    {
        UpstreamReply reply;
        try
        {
            reply = await sending.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The port promises not to throw; if it does, the walk must not hang.
            reply = new UpstreamFailure(Domain.Attempts.UpstreamError.Internal, e.GetType().Name);
        }
        if (Volatile.Read(ref _isGrounded) == 1)
            (reply as IDisposable)?.Dispose();
        else
            InlineRun.Tell(receiver, new UpstreamReplied(this, reply));
    }
}

/// <summary>A coordinator's message to itself: the reply of <paramref name="Flight"/>.</summary>
internal sealed record UpstreamReplied(UpstreamFlight Flight, UpstreamReply Reply);
