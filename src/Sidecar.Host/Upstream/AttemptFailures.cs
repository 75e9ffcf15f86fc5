using System.Security.Authentication;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Walk;
using Sidecar.Upstream;

namespace Sidecar.Host.Upstream;

/// <summary>What an attempt was doing when it failed.</summary>
internal enum AttemptStage
{
    Head,
    FirstEvent,
    Body,
}

/// <summary>
/// Converts network exceptions to failures with a side and a stage. Exception messages are not passed on, because they may contain
/// addresses and more.
/// </summary>
internal static class AttemptFailures
{
    public static UpstreamFailure Of(Exception exception, AttemptStage stage, AttemptTimer timer, CancellationToken clientGone)
    {
        if (clientGone.IsCancellationRequested)
            return new UpstreamFailure(UpstreamError.ClientGone, "the client hung up");
        if (timer.Token.IsCancellationRequested)
            return TimedOut(timer);
        if (Shortages.In(exception) is { } shortage)
            return new UpstreamFailure(UpstreamError.Shortage, "Sidecar itself is short of " + shortage);
        return exception switch
        {
            // Not cancelled by us, so it is the handler's own connect timeout.
            OperationCanceledException => new UpstreamFailure(UpstreamError.ConnectTimeout, "no connection within connect-timeout"),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or AuthenticationException =>
                new UpstreamFailure(UpstreamError.Tls, "no secure connection: " + (exception.InnerException ?? exception).GetType().Name),
            HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } refused =>
                new UpstreamFailure(UpstreamError.Connect, ProxyRefusal(refused)),
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
                new UpstreamFailure(UpstreamError.Connect, "the host's name could not be resolved"),
            HttpRequestException { InnerException: ForbiddenAddressException forbidden } =>
                new UpstreamFailure(UpstreamError.Connect, $"no connection: {forbidden.Message} (admin.allow-private)"),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } =>
                new UpstreamFailure(UpstreamError.Connect, "no connection: " + ReasonOf(exception)),
            InvalidDataException => new UpstreamFailure(ErrorAt(stage), "the body is not what its content-encoding says"),
            HttpRequestException or HttpIOException or IOException =>
                new UpstreamFailure(ErrorAt(stage), "the connection broke: " + ReasonOf(exception)),
            _ => new UpstreamFailure(UpstreamError.Internal, exception.GetType().Name),
        };
    }

    private static UpstreamFailure TimedOut(AttemptTimer timer)
    {
        if (timer.IsDeadline && timer.IsShare)
            return new UpstreamFailure(UpstreamError.FirstEventTimeout, "no first event within its share of http.deadline");
        if (timer.IsDeadline)
            return new UpstreamFailure(UpstreamError.DeadlinePassed, "the request's deadline passed");
        return timer.Setting == AttemptPatience.FirstToken
            ? new UpstreamFailure(UpstreamError.FirstEventTimeout, "no first event within first-token-timeout")
            : new UpstreamFailure(UpstreamError.HeadTimeout, $"no answer within {timer.Setting}");
    }

    private static string ProxyRefusal(HttpRequestException refused) =>
        refused.StatusCode is { } status
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the proxy refused the connection ({(int)status})")
            : "the proxy made no connection";

    private static UpstreamError ErrorAt(AttemptStage stage) =>
        stage == AttemptStage.FirstEvent ? UpstreamError.FirstEvent : UpstreamError.Head;

    private static string ReasonOf(Exception exception) => exception switch
    {
        HttpRequestException { InnerException: System.Net.Sockets.SocketException socket } => socket.SocketErrorCode.ToString(),
        HttpRequestException http => http.HttpRequestError.ToString(),
        HttpIOException io => io.HttpRequestError.ToString(),
        _ => exception.GetType().Name,
    };
}
