using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Attempts;

/// <summary>Why an attempt got no usable answer, by side and stage.</summary>
public enum UpstreamError
{
    /// <summary>Upstream, before there was a connection: name, address, refusal, TLS.</summary>
    Connect,
    ConnectTimeout,
    Tls,

    /// <summary>Upstream, while the request was being sent.</summary>
    RequestWrite,

    /// <summary>Upstream, before the response head was complete, or the head is not HTTP.</summary>
    Head,
    HeadTimeout,

    /// <summary>Upstream: a stream ended or stalled before its first event.</summary>
    FirstEvent,
    FirstEventTimeout,

    /// <summary>Upstream, after bytes may have reached the client.</summary>
    BodyInterrupted,
    BodyTimeout,

    /// <summary>Client: it hung up.</summary>
    ClientGone,

    /// <summary>Sidecar: the walk's own deadline passed first; not the backend's fault.</summary>
    DeadlinePassed,

    /// <summary>Sidecar: an internal fault.</summary>
    Internal,

    /// <summary>Sidecar or its machine: no file descriptor or no memory left.</summary>
    Shortage,
}

/// <summary>The errors' words in the journal's causes and in walks' facts: words may be added, but never changed.</summary>
internal static class UpstreamErrorNames
{
    public static string ToWire(this UpstreamError error) => error switch
    {
        UpstreamError.Connect => "Connect",
        UpstreamError.ConnectTimeout => "ConnectTimeout",
        UpstreamError.Tls => "Tls",
        UpstreamError.RequestWrite => "RequestWrite",
        UpstreamError.Head => "Head",
        UpstreamError.HeadTimeout => "HeadTimeout",
        UpstreamError.FirstEvent => "FirstEvent",
        UpstreamError.FirstEventTimeout => "FirstEventTimeout",
        UpstreamError.BodyInterrupted => "BodyInterrupted",
        UpstreamError.BodyTimeout => "BodyTimeout",
        UpstreamError.ClientGone => "ClientGone",
        UpstreamError.DeadlinePassed => "DeadlinePassed",
        UpstreamError.Internal => "Internal",
        UpstreamError.Shortage => "Shortage",
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, null),
    };

    /// <summary>Throws <see cref="FormatException"/> for an unknown word.</summary>
    public static UpstreamError FromWire(string word)
    {
        foreach (var error in Enum.GetValues<UpstreamError>())
            if (error.ToWire() == word)
                return error;
        throw new FormatException($"'{word}' is not a known error");
    }
}
