using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Attempts;

/// <summary>Why an attempt brought no usable answer, named by side and stage.</summary>
public enum UpstreamError
{
    /// <summary>Upstream, before a connection: name, address, refusal, TLS.</summary>
    Connect,
    ConnectTimeout,
    Tls,

    /// <summary>Upstream, while our request was being sent.</summary>
    RequestWrite,

    /// <summary>Upstream, before a whole response head, or a head that is not HTTP.</summary>
    Head,
    HeadTimeout,

    /// <summary>Upstream, a stream that ended or stalled before its first event.</summary>
    FirstEvent,
    FirstEventTimeout,

    /// <summary>Upstream, after bytes may have reached the client.</summary>
    BodyInterrupted,
    BodyTimeout,

    /// <summary>Client: it hung up.</summary>
    ClientGone,

    /// <summary>Sidecar: the walk's own deadline passed first; no fault of the backend.</summary>
    DeadlinePassed,

    /// <summary>Sidecar: a fault of its own.</summary>
    Internal,

    /// <summary>Sidecar, or its machine: no descriptor, no memory.</summary>
    Shortage,
}

/// <summary>The errors' stored words, in the journal's causes and the walks' facts: they may be added to, never changed.</summary>
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

    /// <summary>Throws <see cref="FormatException"/> for a word that is none.</summary>
    public static UpstreamError FromWire(string word)
    {
        foreach (var error in Enum.GetValues<UpstreamError>())
            if (error.ToWire() == word)
                return error;
        throw new FormatException($"'{word}' is no error");
    }
}
