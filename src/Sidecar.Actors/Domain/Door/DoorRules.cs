using System.Net;

namespace Sidecar.Domain.Door;

/// <summary>Whether a request is let in.</summary>
public enum DoorVerdict
{
    Open,

    /// <summary>It is addressed to another host, for example a name that leads here by DNS rebinding.</summary>
    WrongHost,

    /// <summary>It comes from a web page that is not allowed.</summary>
    WrongOrigin,
}

/// <summary>What a request says about its destination and its source.</summary>
/// <param name="Host">As sent.</param>
/// <param name="Origin">Empty: none.</param>
/// <param name="FetchSite"><c>Sec-Fetch-Site</c>, which only browsers send, even where they send no <c>Origin</c>; empty: none.</param>
/// <param name="IsHttps">It came over TLS.</param>
/// <param name="IsVisit">Somebody follows a link to one of Sidecar's own pages, which changes nothing.</param>
/// <param name="LocalAddress">The address on which it arrived; null over a Unix socket, which no page can reach.</param>
public readonly record struct DoorRequest(
    string Host, string Origin, string FetchSite, bool IsHttps, bool IsVisit, IPAddress? LocalAddress);

/// <summary>Checks <c>Host</c> and <c>Origin</c>: no web page may use keys, or act for an operator, unless the configuration allows
/// it.</summary>
/// <param name="hosts">The names listened on, and those that are allowed.</param>
/// <param name="origins">The pages that are allowed.</param>
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

    /// <summary>Whether a page of this origin is allowed by the list; Sidecar's own pages are not covered here.</summary>
    public bool AdmitsOrigin(ReadOnlySpan<char> origin)
    {
        foreach (var pattern in origins)
            if (pattern.Matches(origin))
                return true;
        return false;
    }

    private bool AdmitsHost(string text, IPAddress? local)
    {
        // All requests of a client's connection carry the same name.
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
        // A page with a no-referrer policy sends its forms with the origin "null"; another header then tells where the page is from.
        if (request.Origin.Length > 0)
            return IsOwn(request) || AdmitsOrigin(request.Origin) || request is { Origin: "null", FetchSite: "same-origin" };
        // Without an Origin it is a link, an image or similar. "none" means the address bar; "same-site" on loopback means another port
        // of this machine.
        return request.IsVisit
            || request.FetchSite is "same-origin" or "none"
            || (request.FetchSite == "same-site" && HostName.TryParse(request.Host, out var host) && host.IsLoopback);
    }

    // A proxy in front may have terminated the page's TLS. The reverse, a page without TLS that sends requests over TLS, is not the same
    // origin.
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
