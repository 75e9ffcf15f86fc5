using System.Net;

namespace Sidecar.Domain.Door;

/// <summary>Whether a request may come in at all.</summary>
public enum DoorVerdict
{
    Open,

    /// <summary>It is addressed to somebody else: a name that leads here by DNS rebinding, say.</summary>
    WrongHost,

    /// <summary>A web page sends it that may not.</summary>
    WrongOrigin,
}

/// <summary>What a request says of where it goes and where it comes from.</summary>
/// <param name="Host">As sent.</param>
/// <param name="Origin">Empty: none.</param>
/// <param name="FetchSite"><c>Sec-Fetch-Site</c>, which browsers alone send, also where they send no <c>Origin</c>; empty: none.</param>
/// <param name="IsHttps">It came over TLS.</param>
/// <param name="IsVisit">Somebody follows a link to a page of Sidecar's own: nothing is done by that.</param>
/// <param name="LocalAddress">The address it came to; null over a Unix socket, which no page reaches.</param>
public readonly record struct DoorRequest(
    string Host, string Origin, string FetchSite, bool IsHttps, bool IsVisit, IPAddress? LocalAddress);

/// <summary>The check of <c>Host</c> and <c>Origin</c>: no web page uses keys, or acts for an operator, unless the configuration says
/// so.</summary>
/// <param name="hosts">Names that are listened on, and those that are allowed.</param>
/// <param name="origins">Pages that are allowed.</param>
public sealed class DoorRules(IReadOnlyList<HostPattern> hosts, IReadOnlyList<OriginPattern> origins)
{
    private string _lastAdmitted = "";

    public DoorVerdict Judge(in DoorRequest request)
    {
        if (!AdmitsHost(request.Host, request.LocalAddress))
            return DoorVerdict.WrongHost;
        if (request.Origin.Length == 0 && request.FetchSite.Length == 0)
            return DoorVerdict.Open;
        return AdmitsPage(request) ? DoorVerdict.Open : DoorVerdict.WrongOrigin;
    }

    /// <summary>Whether a page of this origin is among those allowed; Sidecar's own pages are not asked for here.</summary>
    public bool AdmitsOrigin(ReadOnlySpan<char> origin)
    {
        foreach (var pattern in origins)
            if (pattern.Matches(origin))
                return true;
        return false;
    }

    private bool AdmitsHost(string text, IPAddress? local)
    {
        // A client's connections say the same name in every request.
        if (local is null || string.Equals(text, Volatile.Read(ref _lastAdmitted), StringComparison.Ordinal))
            return true;
        if (!HostName.TryParse(text, out var host))
            return false;
        if (host.IsLoopback || Matches(host))
        {
            Volatile.Write(ref _lastAdmitted, text);
            return true;
        }
        return host.Is(local);
    }

    private bool Matches(HostName host)
    {
        foreach (var pattern in hosts)
            if (pattern.Matches(host))
                return true;
        return false;
    }

    private bool AdmitsPage(in DoorRequest request)
    {
        // A page that is to send no referrer has its forms sent with the origin "null"; whose it is, the browser says beside it.
        if (request.Origin.Length > 0)
            return IsOwn(request) || AdmitsOrigin(request.Origin) || request is { Origin: "null", FetchSite: "same-origin" };
        // Without an Origin it is a link, an image or the like. "none" is the address bar; "same-site" on loopback is another port of this
        // machine.
        return request.IsVisit
            || request.FetchSite is "same-origin" or "none"
            || (request.FetchSite == "same-site" && HostName.TryParse(request.Host, out var host) && host.IsLoopback);
    }

    // Something in front may have ended the TLS of the page; the reverse, a page without TLS that asks one with it, is not the same.
    private static bool IsOwn(in DoorRequest request)
    {
        if (!OriginPattern.TrySplit(request.Origin, out var scheme, out var authority) || !HostName.TryParse(authority, out var origin)
            || !HostName.TryParse(request.Host, out var host))
            return false;
        var isHttps = scheme.Equals("https", StringComparison.OrdinalIgnoreCase);
        return (isHttps || (!request.IsHttps && scheme.Equals("http", StringComparison.OrdinalIgnoreCase)))
            && origin.Name.Equals(host.Name, StringComparison.OrdinalIgnoreCase)
            && OriginPattern.Port(scheme, origin.Port) == OriginPattern.Port(scheme, host.Port);
    }
}
